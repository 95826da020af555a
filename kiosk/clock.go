package kiosk

import (
	"net/http"
	"time"
)

// clockError is how far the server's clock may be from what the kiosk believes before the kiosk believes
// otherwise: the header Date tells whole seconds.
const clockError = time.Second

// measured is by how much the server's clock was ahead in an exchange: Date is the second in which it answered,
// somewhere between sent and received. ok is false where that says no more than what is believed.
func measured(believed time.Duration, date, sent, received time.Time) (offset time.Duration, ok bool) {
	half := received.Sub(sent) / 2
	offset = date.Add(time.Second / 2).Sub(sent.Add(half))
	if (offset - believed).Abs() <= clockError+half {
		return believed, false
	}
	return offset, true
}

// noteClock measures the server's clock by an answer's header Date.
func (k *Kiosk) noteClock(header string, sent, received time.Time) {
	date, err := http.ParseTime(header)
	if err != nil {
		return
	}
	k.mu.Lock()
	offset, ok := measured(k.book.Offset, date, sent, received)
	if ok {
		k.book.Offset = offset
	}
	k.mu.Unlock()
	if ok {
		k.log.Warn("the server's clock is another than the kiosk's", "ahead", offset)
	}
}

// now is the server's clock, as far as the kiosk knows it. Kiosk.mu is held.
func (k *Kiosk) now() time.Time { return k.config.Now().Add(k.book.Offset) }

// today is the office's day; "" before the office is known. Kiosk.mu is held.
func (k *Kiosk) today() string { return k.dayOf(k.now()) }

// dayOf is the office's day of a moment; "" before the office is known. Kiosk.mu is held.
func (k *Kiosk) dayOf(t time.Time) string {
	if k.view.office == nil {
		return ""
	}
	zone, err := time.LoadLocation(k.view.office.Timezone)
	if err != nil {
		return ""
	}
	return t.In(zone).Format(time.DateOnly)
}
