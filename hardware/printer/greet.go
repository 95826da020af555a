package printer

import (
	"context"
	"errors"
	"time"

	"loket/hardware/escpos"
)

// greet brings the printer to where it takes commands. An earlier program may have died in
// the middle of a picture, and the printer then swallows whatever comes as dots. That it
// answers DLE EOT proves nothing, as it does so even then; that it answers a command in its
// turn does. As long as it does not, NULs complete the picture and do no harm elsewhere.
func (s *session) greet(ctx context.Context) error {
	for attempt := 0; ; attempt++ {
		err := s.ask(ctx)
		if err == nil && !s.facts.state().CanPrint() {
			// Offline it reads nothing in turn, so there is nothing to rescue yet.
			s.publish()
			if err := s.pause(ctx, pollTime); err != nil {
				return err
			}
			attempt = -1
			continue
		}
		if err == nil {
			err = s.prove(ctx)
		}
		if !errors.Is(err, errSilent) {
			return err
		}
		if attempt >= 2 {
			s.d.setState(Silent, err)
		}
		if err := s.send(ctx, make([]byte, rescueBytes)); err != nil && !errors.Is(err, errSilent) {
			return err
		}
		// The NULs may still be in the kernel.
		if err := s.pause(ctx, s.lineTime(kernelBytes)); err != nil {
			return err
		}
	}
}

// prove initialises the printer and waits for an answer that is only given in turn.
func (s *session) prove(ctx context.Context) error {
	command := s.p.Init()
	wanted := replyASB
	switch {
	case s.p.Status == escpos.StatusEpsonASB:
	case s.p.Confirmation == escpos.ConfirmGSR:
		command = append(command, 0x1D, 0x72, 0x01)
		wanted = replyStatus
	default: // nothing to prove it by; CSN has answered ESC v in turn already
		return s.send(ctx, command)
	}
	if err := s.send(ctx, command); err != nil {
		return err
	}
	return s.await(ctx, answerTime+s.lineTime(len(command)), func(r reply) bool {
		if r.kind == wanted {
			s.note(r)
		}
		return r.kind == wanted
	})
}

// pause passes time while replies are noted; jobs that come meanwhile fail.
func (s *session) pause(ctx context.Context, t time.Duration) error {
	timer := time.NewTimer(t)
	defer timer.Stop()
	for {
		select {
		case r := <-s.replies:
			s.note(r)
		case err := <-s.lost:
			return err
		case <-ctx.Done():
			return ctx.Err()
		case r := <-s.d.jobs:
			r.result <- result{Failed, &StateError{s.d.Status().State}}
		case <-timer.C:
			return nil
		}
	}
}
