// Package firmwareconfigs carries what goes onto or describes devices, embedded in the program.
package firmwareconfigs

import "embed"

// FS holds printers/*.yaml: one profile for each printer model, read by hardware/escpos.
//
//go:embed printers/*.yaml
var FS embed.FS
