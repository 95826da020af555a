package queue

import (
	"loket/server/fault"
	"loket/server/office"
)

// Refusal is the code of a service that gives out no numbers.
type Refusal string

// The refusals, one for each reason.
const (
	RefusedByHand  Refusal = "service.closed"
	RefusedHoliday Refusal = "service.holiday"
	RefusedHours   Refusal = "service.hours"
	RefusedBreak   Refusal = "service.break"
	RefusedQuota   Refusal = "service.full"
	RefusedFull    Refusal = "service.queue_full"
)

var refusals = map[office.Reason]Refusal{
	office.ByHand: RefusedByHand, office.OnHoliday: RefusedHoliday, office.OutOfHours: RefusedHours,
	office.OnBreak: RefusedBreak, office.QuotaIsOut: RefusedQuota, office.QueueIsFull: RefusedFull,
}

// refuse is the Conflict that says why a service gives out no numbers, and until when.
func refuse(service office.Service, c office.Closing) error {
	return fault.New(fault.Conflict, string(refusals[c.Reason])).At("service").
		With("service", service.Name.ID, service.Name.EN).With("why", c.Words.ID, c.Words.EN)
}
