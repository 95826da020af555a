package queue

import (
	"context"
	"regexp"
	"strconv"

	"loket/server/fault"
	"loket/server/journal"
	"loket/server/office"
)

// Own is a number that a kiosk holds, with the token that the kiosk made for its ticket.
type Own struct {
	Day      office.Day
	Sequence int
	Token    string
}

var (
	tokenForm = regexp.MustCompile(`^[A-Za-z0-9_-]{16,32}$`)
	bookForm  = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)
)

func (o Own) wrong() (fields []*fault.Error) {
	if day, err := office.ParseDay(string(o.Day)); err != nil || day != o.Day {
		fields = append(fields, fault.New(fault.Invalid, "field.date").At("reserved.day"))
	}
	if o.Sequence < 1 || o.Sequence > maxSequence {
		fields = append(fields, outside(1, maxSequence, "reserved.sequence"))
	}
	if !tokenForm.MatchString(o.Token) {
		fields = append(fields, fault.New(fault.Invalid, "field.characters").At("reserved.token"))
	}
	return fields
}

func outside(low, high int, field string) *fault.Error {
	return fault.New(fault.Invalid, "field.range", "low", strconv.Itoa(low), "high", strconv.Itoa(high)).At(field)
}

// Hold is a wish of a kiosk's book: so many unused numbers of a service.
type Hold struct {
	Service string
	Numbers int
}

// Reserved is an unused number that a book holds.
type Reserved struct {
	Service  string
	Sequence int
	Number   string
}

const (
	maxHold     = 100
	maxSequence = 1_000_000
)

// Reserve tops a kiosk's book up with numbers of today and returns all unused ones that it holds, in order, with
// the day. Numbers that it held before count: asked twice, it reserves once. They count towards the quota, and
// near it a book gets at most half of what is left, so that one kiosk does not keep the last numbers from all
// others. A closed service gets none. Invalid for a wrong member, NotFound for an unknown service.
func (s *Service) Reserve(ctx context.Context, device, book string, holds []Hold) (office.Day, []Reserved, error) {
	var wrong []*fault.Error
	if !bookForm.MatchString(book) {
		wrong = append(wrong, fault.New(fault.Invalid, "field.characters").At("book"))
	}
	for i, h := range holds {
		at := "services[" + strconv.Itoa(i) + "]."
		if h.Numbers < 0 || h.Numbers > maxHold {
			wrong = append(wrong, outside(0, maxHold, at+"hold"))
		}
		if _, err := s.serviceOf(h.Service, at+"service"); err != nil && len(wrong) == 0 {
			return "", nil, err
		}
	}
	if err := fault.Join(wrong); err != nil {
		return "", nil, err
	}
	var (
		day office.Day
		all []Reserved
	)
	err := s.journal.Update(ctx, "device:"+device, func(tx *journal.Tx) error {
		day = s.today(tx.Tx)
		held, err := heldBy(tx.Tx, tx.Office, day, book)
		if err != nil {
			return err
		}
		for _, h := range holds {
			service, err := s.serviceOf(h.Service, "services")
			if err != nil {
				return err
			}
			added, err := s.topUp(tx, service, day, device, book, h.Numbers-len(held[service.ID]))
			if err != nil {
				return err
			}
			held[service.ID] = append(held[service.ID], added...)
		}
		for _, service := range s.office().Services {
			for _, sequence := range held[service.ID] {
				all = append(all, Reserved{service.ID, sequence, Number(service.Letter, sequence)})
			}
		}
		return nil
	})
	return day, all, err
}

// topUp reserves at most n further numbers of a service and returns them.
func (s *Service) topUp(tx *journal.Tx, service office.Service, day office.Day, device, book string, n int) ([]int, error) {
	if service.Closed || n <= 0 {
		return nil, nil
	}
	if service.DailyQuota > 0 {
		last, err := lastNumber(tx.Tx, tx.Office, service.ID, day)
		if err != nil {
			return nil, err
		}
		if n = min(n, (service.DailyQuota-last+1)/2); n <= 0 {
			return nil, nil
		}
	}
	last, err := advance(tx.Tx, tx.Office, service.ID, day, n)
	if err != nil {
		return nil, err
	}
	var added []int
	for sequence := last - n + 1; sequence <= last; sequence++ {
		if err := reserve(tx.Tx, tx.Office, service.ID, day, sequence, device, book); err != nil {
			return nil, err
		}
		added = append(added, sequence)
	}
	_, err = tx.Append(EventReserved, ReservedEvent{
		Service: service.ID, First: Number(service.Letter, added[0]), Last: Number(service.Letter, last),
	})
	return added, err
}
