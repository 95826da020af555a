package web

import "io"

// ScreensPage lists every canned state of the screens; only the demo serves it.
type ScreensPage struct {
	Lang       string
	TicketPath string // a ticket's page such as "/t/abc", which the canned states of the phone are laid over
}

// Screens writes the page. Its script asks each screen's own screens.js for the names.
func Screens(w io.Writer, p ScreensPage) error { return render(w, "screens", p.Lang, p) }
