package printer

import (
	"bytes"
	"context"
	"errors"
	"sync/atomic"
	"time"

	"loket/hardware/escpos"
)

// do prints one job and reports its outcome. Its own error means that the session must start
// again (errSilent) or end.
func (s *session) do(ctx context.Context, r request) error {
	if _, err := s.ask(ctx, nil); err != nil { // also when changes are pushed: the push may have been lost
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
	size   int                // bytes of job and marks
	whole  int                // of these, up to the job's last byte
	out    int                // bytes that the port took of finished pieces
	cancel context.CancelFunc // stops the writer
	wrote  chan written
	sent   *written    // nil while the writer is at work
	piece  int         // bytes of the piece that the writer has or had
	passed atomic.Bool // the gate has let that piece through
	ending atomic.Bool // the writer is at the job's last bytes, so the end mark may come
	// online is how long the end mark was waited for while the printer could print.
	online time.Duration
	// waiting is since when an answer in turn is due, zero if none is; state says that the question
	// was for the printer's state.
	waiting time.Time
	state   bool
	held    bool  // an in-turn printer has said that it cannot print, and pieces are left
	atLast  bool  // the printer has said that all before the last line is printed
	heard   int64 // noise before the job

	question question
}

// print sends the job and its end mark and waits until its fate is known. next is nil if the
// printer can go on with another job.
func (s *session) print(ctx context.Context, r request) (outcome Outcome, why, next error) {
	p := &printing{session: s, job: r.job, wrote: make(chan written, 1), heard: s.noise.Load()}
	data := s.p.Marked(r.job.Data, r.job.ID)
	p.size = len(data)
	p.whole = len(data) - s.p.MarkBytes()
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
	defer p.endQuestion()
	p.writeNext(writing)

	tick := time.NewTicker(pollTime)
	defer tick.Stop()
	for {
		var settled bool
		var err error
		select {
		case reply := <-s.replies:
			s.note(reply)
			if settled = p.confirmed(reply); !settled {
				settled, err = p.answered(writing, reply)
				err = errors.Join(err, p.answeredBehind(ctx, writing, reply))
			}
		case w := <-p.wrote:
			p.sent = &w
			p.out += w.n
			if err = w.err; err == nil {
				err = p.afterPiece(ctx, writing)
			}
		case err := <-s.lost:
			if p.stopWriter() == 0 {
				return Failed, err, err
			}
			return Unknown, err, err
		case <-r.ctx.Done():
			err = r.ctx.Err()
		case <-ctx.Done():
			err = ErrClosed
		case <-tick.C:
			settled, err = p.look(ctx)
		}
		switch {
		case settled:
			return Printed, nil, nil
		case err != nil:
			return p.abandon(ctx, s.why(err))
		}
		p.publish()
	}
}

// publish shows a printer that answers in turn as silent when it has stood still for long.
func (p *printing) publish() {
	if !p.waiting.IsZero() && time.Since(p.waiting) >= stallTime {
		p.d.setState(Silent, errSilent)
		return
	}
	p.session.publish()
}

// why prefers the printer's state to a bare end of time.
func (s *session) why(err error) error {
	if state := s.facts.state(); !state.CanPrint() {
		return errors.Join(&StateError{state}, err)
	}
	return err
}

// confirmed says whether r, just noted, is the job's end mark. Answers to GS r are all alike;
// settle has seen to it that no other is outstanding, and before the question was sent none counts.
func (p *printing) confirmed(r reply) bool {
	if mark := p.p.LastMarkReply(p.job.ID); mark != nil && r.kind == replyMark && bytes.Equal(r.data, mark) {
		p.atLast = true
	}
	switch p.p.Confirmation {
	case escpos.ConfirmGSH, escpos.ConfirmNippon:
		return r.kind == replyMark && bytes.Equal(r.data, p.p.EndMarkReply(p.job.ID))
	case escpos.ConfirmGSR:
		return r.kind == replyStatus && p.ending.Load() && !p.state
	}
	return false
}

// afterPiece looks at the printer between two pieces of the job, and gives the next to the writer when
// it may go. After the last it begins to wait for the end mark.
func (p *printing) afterPiece(ctx, writing context.Context) error {
	switch {
	case p.inTurn() && (len(p.pieces) > 0 || p.p.Confirmation == escpos.ConfirmTime):
		return p.askOn(ctx)
	case len(p.pieces) == 0:
		if p.inTurn() {
			p.waiting = time.Now()
		}
		return nil
	case p.realTime():
		return p.askBehind(ctx, writing)
	}
	p.writeNext(writing)
	return nil
}

// askOn asks an in-turn printer for its state without waiting.
func (p *printing) askOn(ctx context.Context) error {
	p.asked++
	p.state, p.waiting, p.held = true, time.Now(), false
	return p.send(ctx, askState)
}

// answered goes on when an in-turn printer tells its state: all that was sent is printed.
func (p *printing) answered(writing context.Context, r reply) (settled bool, err error) {
	if r.kind != replyStatus || !p.state {
		return false, nil
	}
	p.told(r.data[0])
	p.state, p.waiting = false, time.Time{}
	state := p.facts.state()
	switch {
	case len(p.pieces) == 0 && state.CanPrint():
		return true, nil
	case len(p.pieces) == 0: // some print on without paper
		return false, &StateError{state}
	}
	p.session.publish()
	if p.held = !state.CanPrint(); !p.held {
		p.writeNext(writing)
	}
	return false, nil
}

// look asks for the state when questions cannot fall between the bytes of a command: once all is
// sent, or while the writer waits before a piece. It ends the waiting when it was long enough.
func (p *printing) look(ctx context.Context) (settled bool, err error) {
	if !p.waiting.IsZero() && time.Since(p.waiting) >= giveUpTime {
		return false, ErrUnconfirmed
	}
	if p.held {
		return false, p.askOn(ctx)
	}
	if p.questioned() {
		if time.Now().After(p.question.answerBy) {
			return false, errSilent
		}
		return false, nil
	}
	waits := p.p.Status != escpos.StatusEpsonASB && !p.facts.state().CanPrint() && !p.passed.Load()
	if p.inTurn() || p.sent == nil && !waits {
		return false, nil
	}
	if settled, err := p.ask(ctx, p.confirmed); settled || err != nil {
		return settled, err
	}
	if p.sent != nil && p.facts.state().CanPrint() {
		p.online += pollTime
	}
	switch {
	case p.p.Confirmation == escpos.ConfirmTime && p.online >= p.lineTime(p.size):
		// Printed if the printer can complain and does not.
		if p.p.Status == escpos.StatusNone {
			return false, ErrUnconfirmed
		}
		return p.facts.state().CanPrint(), nil
	case p.online >= settleTime:
		return false, ErrUnconfirmed
	}
	return false, nil
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
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*(answerTime+p.onWay(len(clearBuffer))))
	defer cancel()
	if err := p.send(ctx, clearBuffer); err != nil {
		return Unknown, why, err
	}
	printed := false
	err := p.await(ctx, answerTime+p.onWay(0), func(r reply) bool {
		printed = printed || p.confirmed(r)
		return r.kind == replyCleared
	})
	switch {
	case printed:
		return Printed, nil, errSilent
	case err != nil:
		return Unknown, why, err
	}
	p.asked = 0
	if p.markMayBeLost() {
		return Unknown, why, errSilent
	}
	p.d.fragment = true
	return Failed, why, errSilent // greet it again: clearing may have undone settings
}

// tailBytes is more than what cuts a ticket off: a job of which only that was not sent is whole on
// paper. onlineTime is more than a ticket takes to print.
const (
	tailBytes  = 16
	onlineTime = 5 * time.Second
)

// markMayBeLost says whether the job may have been printed before the buffer was cleared, and its end mark was
// cleared too or lost on the way: the printer had come to the last line, it was online long enough, or its answers were
// disturbed.
func (p *printing) markMayBeLost() bool {
	return p.atLast || p.out > p.whole-tailBytes &&
		(p.online >= onlineTime || p.stale > 0 || p.noise.Load() > p.heard)
}
