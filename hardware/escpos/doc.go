// Package escpos turns a ticket's layout into ESC/POS bytes for one printer model, and such
// bytes back into what the paper shows.
//
// The encoder sends only what the printer's Profile says it can do: characters that no code
// page has become dots, a QR symbol that the printer cannot draw becomes a picture. The decoder
// plays the printer: it draws the paper dot by dot and refuses what that model would not
// understand. It is how tests and the emulator know that bytes are right.
//
// Byte sequences are those of Epson's "ESC/POS Command Reference"; comments give its names.
package escpos
