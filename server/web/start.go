package web

import "io"

// StartPage is the server's first page, at /.
type StartPage struct {
	Lang   string
	Office string
	Agency string
	Demo   *Demo // nil outside the demo
}

// Demo is what the demo tells whoever tries it. None of it is secret there.
type Demo struct {
	Staff       []DemoStaff
	DeviceToken string
	PaperURL    string // picture of the latest ticket on the emulated printer; empty where there is none yet
	PrinterURL  string // where the emulated printer and its faults are shown
	ScreensURL  string // where Screens is served; empty where it is not
	LANURL      string // the server's address on the local network, for phones; empty where there is none
}

// DemoStaff is a sample account.
type DemoStaff struct {
	User, Password, Name string
	Roles                []string // as the contract names them
}

// Start writes the page.
func Start(w io.Writer, p StartPage) error { return render(w, "start", p.Lang, p) }
