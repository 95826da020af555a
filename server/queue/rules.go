package queue

import (
	"maps"
	"math"
)

// before orders a queue: by place, and by the journal where two have the same millisecond.
func (t Ticket) before(u Ticket) bool {
	if t.Place != u.Place {
		return t.Place < u.Place
	}
	return t.IssuedSeq < u.IssuedSeq
}

// Choose returns which of the two heads of a counter's queue is called: the ordinary ticket that waits
// longest or the priority ticket that waits longest, either nil when there is none. Priority goes first, but
// only limit priority calls may pass an ordinary head; passes says how many have since it is the first of
// its service, at any of the counters that serve it. So nobody starves: an ordinary ticket with n before it is
// called after at most (n+1) × (limit+1) calls of those counters. A priority ticket that is the older one
// passes nobody.
func Choose(ordinary, priority *Ticket, passes, limit int) *Ticket {
	switch {
	case priority == nil:
		return ordinary
	case ordinary == nil, priority.before(*ordinary), passes < limit:
		return priority
	default:
		return ordinary
	}
}

// Order returns in which order a counter calls the waiting tickets of its services if none is added and no
// other counter calls. ordinary and priority are each in queue order; passes holds Choose's for the first
// ordinary ticket of each service.
func Order(ordinary, priority []Ticket, passes map[string]int, limit int) []Ticket {
	order := make([]Ticket, 0, len(ordinary)+len(priority))
	passes = maps.Clone(passes)
	lines := map[string][]Ticket{} // the ordinary ones of each service
	for _, t := range ordinary {
		lines[t.Service] = append(lines[t.Service], t)
	}
	for len(ordinary)+len(priority) > 0 {
		passed := 0
		if len(ordinary) > 0 {
			passed = passes[ordinary[0].Service]
		}
		next := Choose(first(ordinary), first(priority), passed, limit)
		order = append(order, *next)
		if !next.Priority {
			ordinary, passes[next.Service], lines[next.Service] = ordinary[1:], 0, lines[next.Service][1:]
			continue
		}
		priority = priority[1:]
		for service, line := range lines {
			if len(line) > 0 && line[0].before(*next) {
				passes[service]++
			}
		}
	}
	return order
}

func first(queue []Ticket) *Ticket {
	if len(queue) == 0 {
		return nil
	}
	return &queue[0]
}

// ahead returns how many are called before a ticket that joins now, behind ordinary and priority
// waiting ones. It is Order by counting alone.
func ahead(joinsPriority bool, ordinary, priority, passes, limit int) int {
	switch {
	case !joinsPriority, limit == 0:
		return ordinary + priority
	default:
		return priority + min(ordinary, (min(passes, limit)+priority)/limit)
	}
}

// Minutes is a range of waiting time.
type Minutes struct{ Low, High int }

// Estimate returns how long the wait is with ahead people before, counters open for the service and
// minutes for each: the mean with a third to either side, never below zero. With no counter open it
// counts with one.
func Estimate(ahead, counters, minutes int) Minutes {
	mean := float64(ahead) * float64(minutes) / float64(max(counters, 1))
	return Minutes{
		Low:  int(math.Floor(mean * 2 / 3)),
		High: int(math.Ceil(mean*4/3 + float64(minutes)/2)),
	}
}

// merge joins two lines that are each in queue order.
func merge(a, b []Ticket) []Ticket {
	if len(a) == 0 {
		return b
	}
	merged := make([]Ticket, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if b[0].before(a[0]) {
			merged, b = append(merged, b[0]), b[1:]
		} else {
			merged, a = append(merged, a[0]), a[1:]
		}
	}
	return append(append(merged, a...), b...)
}
