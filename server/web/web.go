// Package web holds what browsers get from the server itself: the modules, styles and fonts that all pages share, and
// the pages that work without script (a ticket on the phone, the card check, the contract, the start page, errors).
package web
