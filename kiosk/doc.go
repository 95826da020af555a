// Package kiosk is the program at the kiosk: it serves the touch page, asks the server for numbers,
// prints tickets and says what became of the paper.
//
// A press is one wish for a number. The page makes one key for it and repeats the press with that key until
// it is answered; the same key never gives two numbers and never two unmarked papers. Each press is a small
// file in the spool and goes one way:
//
//	asked → issued → printing → printed | failed | unknown → reported → pruned
//
// Each arrow is on the disk before the next thing is done. A press that is found in "printing" when
// the program starts is unknown: it is reported as such and never printed again on its own. Finished
// presses stay for ten minutes, so that a page which did not hear the answer may repeat its key.
//
// Numbers. The kiosk holds a few numbers of each service, which the server has reserved for its book (hold.go). A
// press takes the lowest of them before it is first asked, and the number is on the disk with it. The server is asked
// for the ticket with that number; where it does not answer in the usual time, the kiosk gives the number itself
// (offline.go), and the paper says so. So it is the same number whatever became of the request:
//
//	asked (number) ─ answered → issued
//	               ─ silence  → issued, offline → … → handed in | refused and set aside
//
// Tickets given offline are handed in when the server is there again, the oldest first, with what became of their
// paper; asked twice, it is one ticket. A number leaves the book on the disk before its press leaves the spool, and
// comes back only where the server says that nobody has it. A press without a number (the book is empty or of another
// day, or the server is away and the service closed by its hours) is asked for without one, always, and cannot be given offline.
//
// Another paper. A settled press may be printed again when the person asks: after "failed" as what it was, since
// nothing whole came out, else as the next copy with its mark, three at most. It goes back to "issued" and is
// settled anew; the server hears of the best of its papers.
//
// The page's local API, JSON, same origin only, errors as application/problem+json:
//
//	GET  /kiosk/state              State: online, offline, office, services, printer, tickets not handed in
//	POST /kiosk/press              PressRequest → PressAnswer: as soon as the paper is settled, and at the
//	                               latest after a few seconds with paper "pending"
//	GET  /kiosk/press/{key}        PressAnswer: where that press stands now
//	POST /kiosk/press/{key}/print  PressAnswer: prints the ticket again, as POST /kiosk/press does
//
// Problems of the server are handed on as they are. The kiosk's own have these codes:
//
//	kiosk.server_away    the server did not answer and the kiosk holds no number; nothing was printed
//	kiosk.closed         the server is away, and the service is closed by its hours or was when it last answered
//	kiosk.starting       the program is starting or stopping
//	kiosk.spool          the press could not be stored, so it was not made
//	kiosk.unknown_press  no such press
//	kiosk.copies_used    the ticket was printed again as often as it may be
//	request.invalid      the press is not well formed; `field` says where
//	request.too_large    the press has more than 4 KB
//	request.key_reused   this key belongs to another press
package kiosk
