package kiosk

import (
	"context"
	"fmt"
	"reflect"

	"loket/server/api"
)

// openBook reads what a former run knew. A book that cannot be read is set aside, and a new one is begun under
// another name: the server gives none of the old one's numbers again.
func (k *Kiosk) openBook() error {
	b, err := k.spool.readBook()
	if err != nil {
		k.log.Error("the book of numbers cannot be read and was set aside", "err", err)
		if err := k.spool.setBookAside(); err != nil {
			return err
		}
	}
	k.book = newBook()
	if b != nil {
		k.book = *b
		k.view.office, k.view.services, k.view.timetable = b.Office, b.Services, b.Timetable
		return nil
	}
	if k.config.Hold == 0 {
		return nil
	}
	return k.spool.putBook(k.book)
}

// changeBook stores what the book has become, first on the disk. With an error nothing has changed.
func (k *Kiosk) changeBook(edit func(*book)) error {
	k.storing.Lock()
	defer k.storing.Unlock()
	k.mu.Lock()
	next := k.book
	k.mu.Unlock()
	edit(&next)
	if err := k.spool.putBook(next); err != nil {
		k.unwritten.Add(1)
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	next.Offset = k.book.Offset // it may have been measured meanwhile
	k.book = next
	return nil
}

// list is all presses as they stand. Kiosk.mu is held.
func (k *Kiosk) list() []press {
	presses := make([]press, 0, len(k.presses))
	for _, e := range k.presses {
		presses = append(presses, e.press)
	}
	return presses
}

// pick takes the next free number of a service for a press; nil if the book has none. Kiosk.mu is held until the
// press is among the others.
func (k *Kiosk) pick(service string) *own {
	day := k.today()
	free := k.book.free(service, day, k.list())
	if len(free) == 0 {
		return nil
	}
	return newOwn(day, free[0])
}

// otherNumber gives a press, whose number the server refused, the next one of the book, or none.
func (k *Kiosk) otherNumber(e *entry, refused *problem) (press, error) {
	p := k.read(e)
	k.log.Warn("the server does not have a number reserved that the kiosk holds", "number", p.Own.Number, "code", refused.code())
	err := k.changeBook(func(b *book) {
		*b, _ = b.without(p)
		b.Stale = true
		if refused.code() == codeOtherDay {
			b.Numbers = nil
		}
	})
	if err != nil {
		return p, err
	}
	k.mu.Lock()
	e.press.Own = k.pick(p.Service)
	k.mu.Unlock()
	err = k.change(e, func(*press) {})
	return k.read(e), err
}

// forget removes presses from the spool. Their numbers leave the book before.
func (k *Kiosk) forget(presses ...press) error {
	k.mu.Lock()
	_, held := k.book.without(presses...)
	k.mu.Unlock()
	if held {
		err := k.changeBook(func(b *book) {
			*b, _ = b.without(presses...)
			b.Stale = true
		})
		if err != nil {
			return err
		}
	}
	for _, p := range presses {
		if err := k.spool.remove(p.Key); err != nil {
			return err
		}
	}
	return nil
}

// topUp has the server reserve numbers where the book runs low, and notes on the disk what the server told of the
// office.
func (k *Kiosk) topUp(ctx context.Context) {
	if k.config.Hold == 0 {
		return
	}
	k.mu.Lock()
	office, services, timetable := k.view.office, plain(k.view.services), k.view.timetable
	learned := !reflect.DeepEqual(k.book.Office, office) || !reflect.DeepEqual(k.book.Services, services) ||
		!reflect.DeepEqual(k.book.Timetable, timetable)
	wishes, low := k.wishes()
	name := k.book.Name
	k.mu.Unlock()
	var held *api.HeldNumbers
	if low {
		var err error
		if held, err = k.holdNumbers(ctx, api.HoldRequest{Book: name, Services: wishes}); err != nil {
			k.log.Warn("no numbers could be reserved", "err", err)
		}
	}
	if !learned && held == nil {
		return
	}
	err := k.changeBook(func(b *book) {
		b.Office, b.Services, b.Timetable = office, services, timetable
		if held != nil {
			b.Day, b.TicketURL, b.CallLimit, b.Numbers, b.Stale = held.Day, held.TicketURL, held.CallLimit, held.Numbers, false
		}
	})
	if err != nil {
		k.log.Error("the book of numbers cannot be stored", "err", err)
	}
}

// wishes is how many numbers of each service the kiosk wants to hold, those of tickets that the server has
// not got included; low: it is time to ask. Closed services get none, except that one which opens later today is
// provided for, since the server may be away by then, and one whose quota is reached may have kept some. Kiosk.mu is
// held.
func (k *Kiosk) wishes() (wishes []api.Hold, low bool) {
	presses, day := k.list(), k.today()
	low = k.book.Stale || k.book.Day != day
	for _, s := range k.view.services {
		wanted := s.Open || k.opensToday(s)
		if !wanted && !spent(s) {
			continue
		}
		free, owed := len(k.book.free(s.ID, day, presses)), 0
		for _, p := range presses {
			if p.Service == s.ID && (p.waits() || p.Refused != "") {
				owed++
			}
		}
		low = low || wanted && free <= k.config.Hold/2
		wishes = append(wishes, api.Hold{Service: s.ID, Hold: min(k.config.Hold+owed, maxHold)})
	}
	return wishes, low && len(wishes) > 0
}

// maxHold is the most that the contract lets a book hold of a service.
const maxHold = 100

// holdNumbers asks the server to reserve.
func (k *Kiosk) holdNumbers(ctx context.Context, wish api.HoldRequest) (*api.HeldNumbers, error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	answer, err := k.client.HoldNumbersWithResponse(ctx, wish)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("%w: it answered %d", errAway, answer.StatusCode())
	}
	return answer.JSON200, nil
}

// openOffline are the services as they are while the server is away: open are those that have hours now and of which a
// number is held. tells: one is open, or it is known of each why it is not. Kiosk.mu is held.
func (k *Kiosk) openOffline() (services []api.Service, tells bool) {
	presses, day := k.list(), k.today()
	services = k.byHours()
	open, unknown := false, len(services) == 0
	for i, s := range services {
		services[i].Open = s.Open && len(k.book.free(s.ID, day, presses)) > 0
		open = open || services[i].Open
		unknown = unknown || s.Open || s.ClosedWords == nil
	}
	return services, open || !unknown
}
