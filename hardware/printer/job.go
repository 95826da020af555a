package printer

import (
	"context"
	"errors"
	"time"

	"loket/hardware/escpos"
)

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
	outcome, why, next := s.print(ctx, r)
	if outcome == Unknown {
		if mark := s.p.EndMarkReply(r.job.ID); mark != nil {
			s.d.unknown[string(mark)] = r.job.ID
		}
	}
	r.result <- result{outcome, why}
	return next
}

// printing is one job under way.
type printing struct {
	*session
	job    Job
	pieces [][]byte           // not yet given to the writer
	size   int                // bytes of job and end mark
	out    int                // bytes that the port took of finished pieces
	cancel context.CancelFunc // stops the writer
	wrote  chan written
	sent   *written // nil while the writer is at work
	// online is how long the end mark was waited for while the printer could print.
	online time.Duration
}

// print sends the job and its end mark and waits until its fate is known. next is nil if the
// printer can go on with another job.
func (s *session) print(ctx context.Context, r request) (outcome Outcome, why, next error) {
	p := &printing{session: s, job: r.job, wrote: make(chan written, 1)}
	data := append(append([]byte(nil), r.job.Data...), s.p.EndMark(r.job.ID)...)
	p.size = len(data)
	if p.pieces, why = s.p.Split(data, s.pieceSize(len(data))); why != nil {
		return Failed, why, nil
	}
	writing, cancel := context.WithCancel(r.ctx)
	p.cancel = cancel
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	if s.p.Confirmation == escpos.ConfirmGSR {
		s.asked++
	}
	p.writeNext(writing)

	tick := time.NewTicker(pollTime)
	defer tick.Stop()
	for {
		select {
		case reply := <-s.replies:
			s.note(reply)
			if p.confirmed(reply) {
				return Printed, nil, nil
			}
		case w := <-p.wrote:
			p.sent = &w
			p.out += w.n
			if w.err != nil {
				return p.abandon(ctx, s.why(w.err))
			}
			if len(p.pieces) > 0 {
				if _, err := s.askEOT(ctx, 1, nil); err != nil {
					return p.abandon(ctx, err)
				}
				s.publish()
				p.writeNext(writing)
			}
		case err := <-s.lost:
			if p.stopWriter() == 0 {
				return Failed, err, err
			}
			return Unknown, err, err
		case <-r.ctx.Done():
			return p.abandon(ctx, s.why(r.ctx.Err()))
		case <-ctx.Done():
			return p.abandon(ctx, ErrClosed)
		case <-tick.C:
			if outcome, why := p.look(ctx); outcome == Printed {
				return Printed, nil, nil
			} else if why != nil {
				return p.abandon(ctx, why)
			}
		}
		s.publish()
	}
}

// pieceSize is how much of a job may be sent before the state is asked for. Where changes are
// pushed that is all of it. Where they are not, a printer out of paper would let its buffer
// overflow.
func (s *session) pieceSize(job int) int {
	if s.p.Status != escpos.StatusCloneR {
		return job
	}
	return min(s.p.BufferBytes/4, 1024)
}

// writeNext gives the next piece to the writer.
func (p *printing) writeNext(ctx context.Context) {
	piece := p.pieces[0]
	p.pieces, p.sent = p.pieces[1:], nil
	go func() { p.wrote <- p.write(ctx, piece) }()
}

// why prefers the printer's state to a bare end of time.
func (s *session) why(err error) error {
	if state := s.facts.state(); !state.CanPrint() {
		return errors.Join(&StateError{state}, err)
	}
	return err
}

// confirmed says whether r, just noted, is the job's end mark. Answers to GS r are all alike;
// settle has seen to it that no other is outstanding.
func (p *printing) confirmed(r reply) bool {
	switch p.p.Confirmation {
	case escpos.ConfirmGSH:
		return r.kind == replyMark && string(r.data) == string(p.p.EndMarkReply(p.job.ID))
	case escpos.ConfirmGSR:
		return r.kind == replyStatus
	}
	return false
}

// look asks for the state when questions cannot fall between the bytes of a command: once all is
// sent, or while the writer waits before a piece. It ends the waiting when it was long enough.
func (p *printing) look(ctx context.Context) (Outcome, error) {
	waits := p.p.Status == escpos.StatusCloneR && !p.facts.state().CanPrint()
	if p.sent == nil && !waits {
		return Unknown, nil
	}
	if p.p.Status == escpos.StatusEpsonASB || p.p.Status == escpos.StatusCloneR {
		for n := byte(1); n <= 4; n++ {
			confirmed, err := p.askEOT(ctx, n, p.confirmed)
			if confirmed {
				return Printed, nil
			}
			if err != nil {
				return Unknown, err
			}
		}
	}
	if p.sent != nil && p.facts.state().CanPrint() {
		p.online += pollTime
	}
	switch {
	case p.p.Confirmation == escpos.ConfirmTime && p.online >= p.lineTime(p.size):
		return p.assume(ctx)
	case p.online >= settleTime:
		return Unknown, ErrUnconfirmed
	}
	return Unknown, nil
}

// assume settles a job that had its time on a printer without confirmation: printed if the printer
// can complain and does not.
func (p *printing) assume(ctx context.Context) (Outcome, error) {
	switch p.p.Status {
	case escpos.StatusNone:
		return Unknown, ErrUnconfirmed
	case escpos.StatusCSN: // the others were asked just now
		if err := p.askInTurn(ctx, []byte{0x1B, 0x76}); err != nil {
			return Unknown, err
		}
	}
	if !p.facts.state().CanPrint() {
		return Unknown, nil // wait on
	}
	return Printed, nil
}

// stopWriter returns how many bytes went out.
func (p *printing) stopWriter() int {
	p.cancel()
	if p.sent == nil {
		w := <-p.wrote
		p.sent = &w
		p.out += w.n
	}
	if p.out < p.size && p.p.Confirmation == escpos.ConfirmGSR {
		p.asked-- // the question did not go out
	}
	p.d.fragment = p.out > 0 && p.out < len(p.job.Data)
	return p.out
}

// abandon gives the job up because of why. Where the printer can clear its buffer and says so,
// nothing more of the job will come out.
func (p *printing) abandon(ctx context.Context, why error) (Outcome, error, error) {
	switch {
	case p.stopWriter() == 0:
		return Failed, why, nil
	case !p.p.ClearBuffer:
		return Unknown, why, errSilent
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*answerTime)
	defer cancel()
	if err := p.send(ctx, clearBuffer); err != nil {
		return Unknown, why, err
	}
	printed := false
	err := p.await(ctx, answerTime+p.lineTime(len(clearBuffer)), func(r reply) bool {
		printed = printed || p.confirmed(r)
		return r.kind == replyCleared
	})
	switch {
	case printed:
		return Printed, nil, errSilent
	case err != nil:
		return Unknown, why, err
	}
	p.asked, p.d.fragment = 0, true
	return Failed, why, errSilent // greet it again: clearing may have undone settings
}
