// Package kiosk is the program at the kiosk: it serves the touch page, asks the server for numbers,
// prints tickets and says what became of the paper.
//
// A press is one wish for a number. The page makes one key for it and repeats the press with that key until
// it is answered; the same key never gives two numbers and never two papers. Each press is a small
// file in the spool and goes one way:
//
//	asked → issued → printing → printed | failed | unknown → reported → pruned
//
// Each arrow is on the disk before the next thing is done. A press that is found in "printing" when
// the program starts is unknown: it is reported as such and never printed again on its own. Finished
// presses stay for ten minutes, so that a page which did not hear the answer may repeat its key.
//
// The page's local API, JSON, same origin only, errors as application/problem+json:
//
//	GET  /kiosk/state        State: online, office, services, printer
//	POST /kiosk/press        PressRequest → PressAnswer: as soon as the paper is settled, and at the
//	                         latest after a few seconds with paper "pending"
//	GET  /kiosk/press/{key}  PressAnswer: where that press stands now
//
// Problems of the server are handed on as they are. The kiosk's own have these codes:
//
//	kiosk.server_away    the server did not answer; nothing was printed
//	kiosk.starting       the program is starting or stopping
//	kiosk.spool          the press could not be stored, so it was not made
//	kiosk.unknown_press  no such press
//	request.invalid      the press is not well formed; `field` says where
//	request.key_reused   this key belongs to another press
package kiosk
