// Package visit is the room of the seeker's way through a procedure at the counter (SOP, "Prosedur Pelayanan
// Penerbitan AK/I"): each activity begun and ended by a named officer in one role, timed beside its standard,
// and journalled.
//
//   - walk.go: the machine, pure: what is due, who may do it, what leads back, what ends
//   - service.go: its operations, each one transaction
//   - absence.go: the placement officer's absence, in which the section head signs
//   - draft.go: what is typed for a visit and not yet a card
//   - sql.go: its rows
package visit
