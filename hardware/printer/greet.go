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
	unanswered, rescued := 0, 0
	for {
		_, err := s.ask(ctx, nil)
		switch {
		case err == nil && !s.facts.state().CanPrint():
			// Offline it reads nothing in turn, so there is nothing to rescue yet.
			s.publish()
			if err := s.pause(ctx, pollTime); err != nil {
				return err
			}
			unanswered, rescued = 0, 0
			continue
		case err == nil:
			unanswered = 0
			err = s.prove(ctx)
		default:
			unanswered++
		}
		if err == nil {
			err = s.partFragment(ctx)
		}
		if !errors.Is(err, errSilent) {
			return err
		}
		if unanswered >= 2 || rescued >= rescueBytes {
			s.d.setState(Silent, err)
		}
		// No more than half the buffer: a printer that is merely busy must not lose the next question.
		nuls := make([]byte, s.p.BufferBytes/2)
		rescued += len(nuls)
		if err := s.send(ctx, nuls); err != nil && !errors.Is(err, errSilent) {
			return err
		}
		// The NULs may still be in the kernel.
		if err := s.pause(ctx, s.onWay(0)); err != nil {
			return err
		}
	}
}

// prove initialises the printer and waits for an answer that is only given in turn.
func (s *session) prove(ctx context.Context) error {
	command := s.p.Init()
	switch {
	case s.p.Status == escpos.StatusEpsonASB:
		if err := s.send(ctx, command); err != nil {
			return err
		}
		return s.await(ctx, answerTime+s.onWay(0), func(r reply) bool { return r.kind == replyASB })
	case s.p.Confirmation == escpos.ConfirmGSR:
		if err := s.askInTurn(ctx, append(command, 0x1D, 0x72, 0x01), nil); err != nil {
			return err
		}
		return s.settle(ctx)
	}
	return s.send(ctx, command) // it has answered ESC v in turn already, or cannot
}

// partFragment cuts off what a job that was given up has left on the paper, so that the next
// ticket does not hang on it.
func (s *session) partFragment(ctx context.Context) error {
	if !s.d.fragment {
		return nil
	}
	cut, err := escpos.NewEncoder(s.p).Cut().Bytes()
	if err != nil {
		return err
	}
	if err := s.send(ctx, cut); err != nil {
		return err
	}
	s.d.fragment = false
	return nil
}

// settle waits for the answers to earlier questions. They are all alike, so one that came late,
// for a job that was given up, would pass for the next job's end mark. Answers that were
// lost do not come: then quiet for answerTime is enough, as all were asked for long before.
func (s *session) settle(ctx context.Context) error {
	for s.asked > 0 {
		err := s.await(ctx, answerTime, func(r reply) bool { return r.kind == replyStatus })
		if errors.Is(err, errSilent) {
			s.asked = 0
		} else if err != nil {
			return err
		}
	}
	return nil
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
