package access

import "maps"

// Act is something that a route does, by its name in openapi.yaml (x-act).
type Act string

// The acts.
const (
	PublicRead     Act = "public.read"    // what any visitor may see: numbers only
	PublicSignIn   Act = "public.sign_in" // asking to be let in
	SessionOwn     Act = "session.own"
	LiveFollow     Act = "live.follow" // the topic decides further: desk is LiveDesk
	LiveDesk       Act = "live.desk"
	TicketIssue    Act = "ticket.issue"
	TicketList     Act = "ticket.list"
	TicketPaper    Act = "ticket.paper"
	TicketReturn   Act = "ticket.return"
	TicketHandIn   Act = "ticket.hand_in" // tickets that were given without the server
	NumberHold     Act = "number.hold"
	CounterRead    Act = "counter.read"
	CounterServe   Act = "counter.serve"
	DeviceRead     Act = "device.read"
	DeviceManage   Act = "device.manage"
	DeviceHealth   Act = "device.health"
	SeekerRead     Act = "seeker.read"
	SeekerWrite    Act = "seeker.write"
	SeekerReadNIK  Act = "seeker.read_nik"
	CardRead       Act = "card.read"
	CardIssue      Act = "card.issue"
	CardPrint      Act = "card.print"
	CardLife       Act = "card.life" // reports, replacement, renewal, placement
	CardLegalise   Act = "card.legalise"
	RegisterRead   Act = "register.read"
	RegisterExport Act = "register.export"
	VisitOpen      Act = "visit.open"
	VisitRead      Act = "visit.read"
	VisitWalk      Act = "visit.walk" // the visit decides further: whose the activity is
	VisitDraft     Act = "visit.draft"
	AbsenceRead    Act = "absence.read"
	AbsenceMark    Act = "absence.mark"
)

var table = map[Act][]Role{
	PublicRead:   {Public},
	PublicSignIn: {Public},
	LiveFollow:   {Public},

	SessionOwn: {Registrar, PlacementOfficer, SectionHead, Administrator},

	TicketIssue: {Kiosk, Registrar, PlacementOfficer},
	TicketPaper: {Kiosk},

	TicketHandIn: {Kiosk},
	NumberHold:   {Kiosk},

	LiveDesk:     {Registrar, PlacementOfficer, SectionHead},
	TicketList:   {Registrar, PlacementOfficer, SectionHead},
	TicketReturn: {Registrar, PlacementOfficer},
	CounterRead:  {Registrar, PlacementOfficer, SectionHead, CounterDevice},
	CounterServe: {Registrar, PlacementOfficer},

	DeviceRead:   {SectionHead, Administrator},
	DeviceManage: {Administrator},
	DeviceHealth: {Kiosk, Display, CounterDevice},

	SeekerRead:    {Registrar, PlacementOfficer, SectionHead},
	SeekerWrite:   {Registrar, PlacementOfficer},
	SeekerReadNIK: {Registrar, PlacementOfficer, SectionHead},
	CardRead:      {Registrar, PlacementOfficer, SectionHead},
	CardIssue:     {Registrar, PlacementOfficer},
	CardPrint:     {Registrar, PlacementOfficer},
	CardLife:      {Registrar, PlacementOfficer},
	CardLegalise:  {PlacementOfficer},

	RegisterRead:   {Registrar, PlacementOfficer, SectionHead},
	RegisterExport: {PlacementOfficer, SectionHead},

	VisitOpen:   {Registrar, PlacementOfficer},
	VisitRead:   {Registrar, PlacementOfficer, SectionHead},
	VisitWalk:   {Registrar, PlacementOfficer, SectionHead},
	VisitDraft:  {Registrar, PlacementOfficer},
	AbsenceRead: {Registrar, PlacementOfficer, SectionHead, Administrator},
	AbsenceMark: {PlacementOfficer, SectionHead, Administrator},
}

// Table returns a copy of the whole table.
func Table() map[Act][]Role { return maps.Clone(table) }
