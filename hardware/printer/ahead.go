package printer

import (
	"context"
	"time"

	"loket/hardware/escpos"
)

// A printer that answers at any time is asked between two pieces of a job. The line does not rest until it has
// answered: the next piece goes meanwhile, and no more than that. One question is on its way at a time, since all
// answers are alike, and none is sent inside a piece, where it could fall between the bytes of a command. So what
// a printer that stopped must still hold is two pieces, which are at most three quarters of its buffer together.

// question is the one between two pieces.
type question struct {
	answerBy time.Time // zero if none is on its way
	next     bool      // the next piece was written too
}

// askBehind asks behind a piece that was written, and lets the next go.
func (p *printing) askBehind(ctx, writing context.Context) error {
	if p.questioned() {
		p.question.next = true
		return nil
	}
	n := byte(1)
	if p.p.Status == escpos.StatusCustom {
		n = 20
	}
	if err := p.send(ctx, []byte{0x10, 0x04, n}); err != nil {
		return err
	}
	p.question = question{answerBy: time.Now().Add(answerTime + p.onWay(0))}
	if p.piece+len(p.pieces[0]) <= p.p.BufferBytes/4*3 {
		p.writeNext(writing)
	}
	return nil
}

// answeredBehind takes the answer. If the next piece waits for it, that goes; a printer that cannot print has it
// wait at the gate.
func (p *printing) answeredBehind(ctx, writing context.Context, r reply) error {
	switch {
	case !p.questioned():
		return nil
	case r.kind == replyFull:
		p.facts.custom(r.data)
	case r.kind == replyEOT:
		p.facts.eot(1, r.data[0])
	default:
		return nil
	}
	asked := p.question
	p.question = question{}
	p.session.publish()
	switch {
	case p.sent == nil || len(p.pieces) == 0:
		return nil
	case asked.next && p.facts.state().CanPrint():
		return p.askBehind(ctx, writing)
	}
	p.writeNext(writing)
	return nil
}

// questioned says whether a question is on its way.
func (p *printing) questioned() bool { return !p.question.answerBy.IsZero() }

// endQuestion gives up the answer; one that comes late must not pass for another's.
func (p *printing) endQuestion() {
	if p.questioned() {
		p.stale++
		p.question = question{}
	}
}
