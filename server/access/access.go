// Package access says who may do what: one table of role × act (table.go) that every route of the server
// is in. It knows no session and no device; those say only who somebody is.
package access

import "slices"

// Role is what a person or a machine is to the office.
type Role string

// The roles. Everybody has Public. One person may hold several of the office's roles.
const (
	Public           Role = "public"
	Registrar        Role = "registrar"         // Petugas BKOL/IPKOL
	PlacementOfficer Role = "placement_officer" // Pengantar Kerja / Petugas Antar Kerja
	SectionHead      Role = "section_head"      // Kasi/Kabid Penempatan
	Administrator    Role = "administrator"
	Kiosk            Role = "kiosk" // paired devices
	Display          Role = "display"
	CounterDevice    Role = "counter"
)

// StaffRoles are those that a person can hold.
func StaffRoles() []Role { return []Role{Registrar, PlacementOfficer, SectionHead, Administrator} }

// DeviceRoles are those that a paired device can hold.
func DeviceRoles() []Role { return []Role{Kiosk, Display, CounterDevice} }

// Kind is whether somebody is a person, a device or unknown.
type Kind string

// The kinds.
const (
	Anyone Kind = ""
	Staff  Kind = "staff"
	Device Kind = "device"
)

// Principal is who makes a request.
type Principal struct {
	Kind  Kind
	ID    string
	Roles []Role
}

// Actor is how the journal names the principal.
func (p Principal) Actor() string {
	if p.Kind == Anyone {
		return "anyone"
	}
	return string(p.Kind) + ":" + p.ID
}

// May tells whether the principal may do an act. An act that the table lacks nobody may do.
func (p Principal) May(act Act) bool {
	return slices.ContainsFunc(table[act], func(r Role) bool {
		return r == Public || slices.Contains(p.Roles, r)
	})
}
