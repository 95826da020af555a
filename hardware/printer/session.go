package printer

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
)

// Times of the conversation with the printer.
const (
	answerTime = 2 * time.Second  // for an answer, beyond the line's own time
	pollTime   = time.Second      // between questions where nothing is pushed, or while offline
	beatTime   = 5 * time.Second  // between questions where changes are pushed
	settleTime = 15 * time.Second // for the end mark, once all is sent and the printer is online
	stallTime  = 10 * time.Second // until a printer that answers in turn seems to stand still
	giveUpTime = time.Minute      // for an answer in turn in mid-job: somebody may be refilling paper
)

// kernelBytes is how much the kernel may still hold when a write returns; rescueBytes is the largest
// picture band that a program may have left unfinished, 128 rows on 80 mm.
const (
	kernelBytes = 4096
	rescueBytes = 128 * 72
)

var (
	errSilent   = errors.New("printer: no answer")
	clearBuffer = []byte{0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08}
)

// session is the time from opening the port to losing it.
type session struct {
	d       *Driver
	p       escpos.Profile
	port    port.Port
	replies chan reply
	lost    chan error // one error, when reading ends
	facts   facts
	gate    gate
	asked   int          // GS r and ESC v not yet answered
	stale   int          // DLE EOT not answered in time
	noise   atomic.Int64 // bytes that began no answer

	carrying sync.Mutex
	free     time.Time // when the line will have carried what was written
}

func newSession(d *Driver, p port.Port) *session {
	return &session{
		d: d, p: d.cfg.Profile, port: p,
		replies: make(chan reply, 64), lost: make(chan error, 1), gate: newGate(),
	}
}

// run talks to the printer until the port is lost or ctx ends.
func (s *session) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	read := make(chan struct{})
	go func() {
		defer close(read)
		s.lost <- s.read(ctx)
	}()
	defer func() {
		cancel()
		_ = s.port.Close()
		<-read
	}()
	for {
		if err := s.greet(ctx); err != nil {
			return err
		}
		s.publish()
		err := s.serve(ctx)
		if !errors.Is(err, errSilent) {
			return err
		}
		if s.d.Status().State.CanPrint() {
			s.d.setState(Starting, err)
		}
	}
}

// read cuts what comes in into replies.
func (s *session) read(ctx context.Context) error {
	in := parser{dialect: s.p.Status}
	buf := make([]byte, 256)
	for {
		n, err := s.port.Read(buf)
		in.buf = append(in.buf, buf[:n]...)
		for r, ok := in.next(); ok; r, ok = in.next() {
			select {
			case s.replies <- r:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		s.noise.Store(int64(in.noise))
		if err != nil {
			return err
		}
	}
}

// send writes a short command; a line that does not take it in time counts as silent.
func (s *session) send(ctx context.Context, b []byte) error {
	limited, cancel := context.WithTimeout(ctx, answerTime+s.onWay(len(b)))
	defer cancel()
	_, err := s.put(limited, b)
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return errSilent
	}
	return err
}

// lineTime is how long n bytes occupy the line.
func (s *session) lineTime(n int) time.Duration {
	return time.Duration(n) * port.Config{Speed: s.p.Speed}.ByteTime()
}

// await notes replies until one is wanted. It returns errSilent after t.
func (s *session) await(ctx context.Context, t time.Duration, wanted func(reply) bool) error {
	timer := time.NewTimer(t)
	defer timer.Stop()
	for {
		select {
		case r := <-s.replies:
			s.note(r)
			if wanted(r) {
				return nil
			}
		case err := <-s.lost:
			return err
		case <-timer.C:
			return errSilent
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// note takes in what the printer says: automatic status, late end marks, answers in turn.
func (s *session) note(r reply) {
	switch r.kind {
	case replyASB:
		s.facts.asb(r.data)
	case replyStatus:
		s.asked = max(s.asked-1, 0)
	case replyMark:
		if id, ok := s.d.unknown[string(r.data)]; ok {
			delete(s.d.unknown, string(r.data))
			if s.d.cfg.OnLate != nil {
				s.d.cfg.OnLate(id)
			}
		}
	}
}

// publish makes the facts the visible state and lets the writer go on or stop.
func (s *session) publish() {
	state := s.facts.state()
	s.gate.set(state.CanPrint())
	s.d.setState(state, nil)
}

// realTime says whether the printer answers questions at any time, also when it is offline.
func (s *session) realTime() bool {
	switch s.p.Status {
	case escpos.StatusEpsonASB, escpos.StatusCloneR, escpos.StatusCustom:
		return true
	}
	return false
}

// inTurn says whether the printer answers questions only once everything before them is printed.
func (s *session) inTurn() bool {
	return s.p.Status == escpos.StatusCSN || s.p.Status == escpos.StatusNippon
}

// askState asks what an in-turn printer answers with its state.
var askState = []byte{0x1B, 0x76}

// ask brings the facts up to date. If sawEnd is given and is true of a reply that comes meanwhile, the
// rest is not waited for.
func (s *session) ask(ctx context.Context, sawEnd func(reply) bool) (ended bool, err error) {
	switch {
	case s.p.Status == escpos.StatusCustom:
		return s.askNow(ctx, 20, sawEnd)
	case s.realTime():
		for n := byte(1); n <= 4 && !ended && err == nil; n++ {
			ended, err = s.askNow(ctx, n, sawEnd)
		}
		return ended, err
	case s.inTurn():
		// What comes late must not pass for the answer.
		for s.asked > 0 && err == nil {
			err = s.await(ctx, answerTime, func(r reply) bool { return r.kind == replyStatus })
		}
		if err != nil && !errors.Is(err, errSilent) {
			return false, err
		}
		return false, s.askInTurn(ctx, askState, s.told)
	}
	return false, nil
}

// told takes the facts of an in-turn printer's state.
func (s *session) told(b byte) {
	if s.p.Status == escpos.StatusNippon {
		s.facts.nippon(b)
	} else {
		s.facts.csn(b)
	}
}

// askNow asks DLE EOT n. All answers are alike: one that is late is waited for first, so that it does
// not pass for another's.
func (s *session) askNow(ctx context.Context, n byte, sawEnd func(reply) bool) (ended bool, err error) {
	answers := func(r reply) bool {
		ended = sawEnd != nil && sawEnd(r)
		return ended || r.kind == replyEOT || r.kind == replyFull
	}
	for ; s.stale > 0; s.stale-- {
		err := s.await(ctx, answerTime, answers)
		if errors.Is(err, errSilent) {
			s.stale = 0
			break
		}
		if err != nil || ended {
			return ended, err
		}
	}
	if err := s.send(ctx, []byte{0x10, 0x04, n}); err != nil {
		return false, err
	}
	err = s.await(ctx, answerTime+s.onWay(0), func(r reply) bool {
		switch r.kind {
		case replyEOT:
			s.facts.eot(n, r.data[0])
		case replyFull:
			s.facts.custom(r.data)
		}
		return answers(r)
	})
	if err != nil || ended {
		s.stale++
	}
	return ended, err
}

// askInTurn sends something that ends in GS r or ESC v and waits for the answer.
func (s *session) askInTurn(ctx context.Context, command []byte, take func(byte)) error {
	s.asked++
	if err := s.send(ctx, command); err != nil {
		return err
	}
	return s.await(ctx, answerTime+s.onWay(0), func(r reply) bool {
		if r.kind == replyStatus && take != nil {
			take(r.data[0])
		}
		return r.kind == replyStatus
	})
}

// serve watches and prints until the printer falls silent or the port is lost.
func (s *session) serve(ctx context.Context) error {
	for {
		pause := pollTime
		if s.p.Status == escpos.StatusEpsonASB && s.facts.state().CanPrint() {
			pause = beatTime
		}
		timer := time.NewTimer(pause)
		var err error
		select {
		case r := <-s.replies:
			s.note(r)
		case err = <-s.lost:
		case <-ctx.Done():
			err = ctx.Err()
		case r := <-s.d.jobs:
			err = s.do(ctx, r)
		case <-timer.C:
			_, err = s.ask(ctx, nil)
		}
		timer.Stop()
		if err != nil {
			return err
		}
		s.publish()
	}
}
