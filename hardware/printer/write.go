package printer

import (
	"context"
	"time"

	"loket/hardware/escpos"
)

// written is how a writer ended.
type written struct {
	n   int
	err error
}

// put writes, and keeps account of when the line will have carried it: the system takes up to kernelBytes at
// once, which at 9600 bit/s is four seconds of line.
func (s *session) put(ctx context.Context, b []byte) (int, error) {
	n, err := s.port.Write(ctx, b)
	s.carrying.Lock()
	defer s.carrying.Unlock()
	if now := time.Now(); s.free.Before(now) {
		s.free = now
	}
	s.free = s.free.Add(s.lineTime(n))
	return n, err
}

// onWay is how long until the line has carried n bytes more than it was given.
func (s *session) onWay(n int) time.Duration {
	s.carrying.Lock()
	defer s.carrying.Unlock()
	return s.lineTime(n) + min(max(time.Until(s.free), 0), s.lineTime(kernelBytes))
}

// write sends a piece in small parts. Where changes are pushed each goes only while the printer is online;
// elsewhere the whole piece does, so that the state can be asked for behind it. Before the last part of the last
// piece the end mark may come.
func (p *printing) write(ctx context.Context, data []byte, last bool) written {
	const part = 128
	n := 0
	for n < len(data) {
		if n == 0 || p.p.Status == escpos.StatusEpsonASB {
			if err := p.gate.wait(ctx); err != nil {
				return written{n, err}
			}
			p.passed.Store(true)
		}
		if last && n+part >= len(data) {
			p.ending.Store(true)
		}
		k, err := p.put(ctx, data[n:min(n+part, len(data))])
		n += k
		if err != nil {
			return written{n, err}
		}
	}
	return written{n, nil}
}

// pieceSize is how much of a job may be sent before the state is asked for. Where changes are
// pushed that is all of it, and where nothing can be asked. Elsewhere a printer out of paper
// would let its buffer overflow.
func (s *session) pieceSize(job int) int {
	if s.p.Status == escpos.StatusEpsonASB || s.p.Status == escpos.StatusNone {
		return job
	}
	return min(s.p.BufferBytes/4, 1024)
}

// writeNext gives the next piece to the writer.
func (p *printing) writeNext(ctx context.Context) {
	piece, last := p.pieces[0], len(p.pieces) == 1
	p.pieces, p.sent, p.piece = p.pieces[1:], nil, len(piece)
	p.passed.Store(false)
	go func() { p.wrote <- p.write(ctx, piece, last) }()
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
	p.d.fragment = p.out > 0 && p.out < p.whole
	return p.out
}
