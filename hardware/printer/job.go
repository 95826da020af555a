package printer

import (
	"context"
	"errors"
	"sync"
	"time"

	"loket/hardware/escpos"
)

// gate holds the writer back while the printer is offline, so that its buffer cannot overflow.
type gate struct {
	mu   *sync.Mutex
	open *chan struct{} // closed while open
}

func newGate() gate {
	open := make(chan struct{})
	return gate{mu: &sync.Mutex{}, open: &open}
}

func (g gate) set(open bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-*g.open:
		if !open {
			*g.open = make(chan struct{})
		}
	default:
		if open {
			close(*g.open)
		}
	}
}

func (g gate) wait(ctx context.Context) error {
	g.mu.Lock()
	open := *g.open
	g.mu.Unlock()
	select {
	case <-open:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// written is how a writer ended.
type written struct {
	n   int
	err error
}

// write sends data in small pieces, each only while the printer is online.
func (s *session) write(ctx context.Context, data []byte) written {
	const piece = 128
	n := 0
	for n < len(data) {
		if err := s.gate.wait(ctx); err != nil {
			return written{n, err}
		}
		k, err := s.port.Write(ctx, data[n:min(n+piece, len(data))])
		n += k
		if err != nil {
			return written{n, err}
		}
	}
	return written{n, nil}
}

// do prints one job and reports its outcome. Its own error means that the session must start
// again (errSilent) or end.
func (s *session) do(ctx context.Context, r request) error {
	if err := s.ask(ctx); err != nil { // also when changes are pushed: the push may have been lost
		r.result <- result{Failed, err}
		return err
	}
	s.publish()
	if state := s.facts.state(); !state.CanPrint() {
		r.result <- result{Failed, &StateError{state}}
		return nil
	}
	outcome, err, next := s.print(ctx, r.ctx, r.job)
	if outcome == Unknown {
		if mark := s.p.EndMarkReply(r.job.ID); mark != nil {
			s.d.unknown[string(mark)] = r.job.ID
		}
	}
	r.result <- result{outcome, err}
	return next
}

// print sends the job and its end mark and waits until its fate is known. next is nil if the
// printer can go on with another job.
func (s *session) print(ctx, jobCtx context.Context, job Job) (outcome Outcome, err, next error) {
	data := append(append([]byte(nil), job.Data...), s.p.EndMark(job.ID)...)
	writing, cancel := context.WithCancel(jobCtx)
	defer cancel()
	stop := context.AfterFunc(ctx, cancel)
	defer stop()
	wrote := make(chan written, 1)
	go func() { wrote <- s.write(writing, data) }()

	var sent *written // nil while the writer is at work
	abandon := func(why error) (Outcome, error, error) {
		cancel()
		if sent == nil {
			w := <-wrote
			sent = &w
		}
		outcome, next := s.abandon(ctx, job, sent.n)
		if outcome == Printed {
			why = nil
		}
		return outcome, why, next
	}
	online := time.Duration(0) // waited for the end mark while the printer was online
	for {
		timer := time.NewTimer(pollTime)
		select {
		case r := <-s.replies:
			if s.confirms(r, job, sent) {
				return Printed, nil, nil
			}
			s.note(r)
		case w := <-wrote:
			sent = &w
			if w.err != nil {
				return abandon(w.err)
			}
		case err := <-s.lost:
			cancel()
			if sent == nil {
				w := <-wrote
				sent = &w
			}
			return lostOutcome(sent.n), err, err
		case <-jobCtx.Done():
			return abandon(s.why(jobCtx.Err()))
		case <-ctx.Done():
			return abandon(ErrClosed)
		case <-timer.C:
			if sent == nil {
				break
			}
			if err := s.watch(ctx, job); err != nil {
				if err == errConfirmed {
					return Printed, nil, nil
				}
				return abandon(err)
			}
			if s.facts.state().CanPrint() {
				online += pollTime
			}
			if s.p.Confirmation == escpos.ConfirmTime && online >= s.lineTime(len(data)) {
				return s.assume()
			}
			if online >= settleTime {
				return abandon(ErrUnconfirmed)
			}
		}
		timer.Stop()
		s.publish()
	}
}

// why prefers the printer's state to a bare end of time.
func (s *session) why(err error) error {
	if state := s.facts.state(); !state.CanPrint() {
		return errors.Join(&StateError{state}, err)
	}
	return err
}

// errConfirmed says that the end mark came while something else was awaited.
var errConfirmed = errors.New("confirmed")

// watch asks for the state once all is sent, when questions cannot fall between the bytes of
// a command. An end mark that comes meanwhile is not lost.
func (s *session) watch(ctx context.Context, job Job) error {
	if s.p.Status == escpos.StatusCSN || s.p.Status == escpos.StatusNone {
		return nil
	}
	confirmed := false
	for n := byte(1); n <= 4; n++ {
		if err := s.send(ctx, []byte{0x10, 0x04, n}); err != nil {
			return err
		}
		err := s.await(ctx, answerTime+s.lineTime(3), func(r reply) bool {
			if r.kind == replyEOT {
				s.facts.eot(n, r.data[0])
			}
			confirmed = confirmed || s.confirms(r, job, &written{})
			return r.kind == replyEOT
		})
		if confirmed {
			return errConfirmed
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// confirms says whether r is the job's end mark.
func (s *session) confirms(r reply, job Job, sent *written) bool {
	switch s.p.Confirmation {
	case escpos.ConfirmGSH:
		return r.kind == replyMark && string(r.data) == string(s.p.EndMarkReply(job.ID))
	case escpos.ConfirmGSR:
		return r.kind == replyStatus && sent != nil && sent.err == nil
	}
	return false
}

// assume settles a job on a printer that confirms nothing: printed if it can say that it is
// well, unknown if it cannot say anything.
func (s *session) assume() (Outcome, error, error) {
	if s.p.Status == escpos.StatusNone {
		return Unknown, ErrUnconfirmed, nil
	}
	return Printed, nil, nil
}

// lostOutcome is the fate of a job whose port vanished after n bytes.
func lostOutcome(n int) Outcome {
	if n == 0 {
		return Failed
	}
	return Unknown
}

// abandon gives a job up of which n bytes were sent. Where the printer can clear its buffer and
// says so, nothing more of the job will come out.
func (s *session) abandon(ctx context.Context, job Job, n int) (Outcome, error) {
	if n == 0 {
		return Failed, nil
	}
	if !s.p.ClearBuffer {
		return Unknown, errSilent
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*answerTime)
	defer cancel()
	if err := s.send(ctx, clearBuffer); err != nil {
		return Unknown, err
	}
	outcome := Unknown
	err := s.await(ctx, answerTime+s.lineTime(len(clearBuffer)), func(r reply) bool {
		switch {
		case s.confirms(r, job, &written{}):
			outcome = Printed
		case r.kind == replyCleared:
			if outcome == Unknown {
				outcome = Failed
			}
			return true
		}
		return false
	})
	if err != nil {
		return outcome, err
	}
	return outcome, errSilent // greet it again: clearing may have undone settings
}
