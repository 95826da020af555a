package main

import (
	"time"

	"loket/cmd/loket/bench"
)

type benchCommand struct {
	JSON   bool          `help:"Print JSON." name:"json"`
	Length time.Duration `help:"How long each phase measures." default:"10s"`
	Dir    string        `help:"Folder on the disk to measure; the system's temporary one without." type:"existingdir"`
}

// Run measures and prints the report.
func (c *benchCommand) Run(p *program) error {
	report, err := bench.Run(p.ctx, bench.Options{Dir: c.Dir, Length: c.Length, Log: p.errs})
	if err != nil {
		return err
	}
	if c.JSON {
		return report.JSON(p.out)
	}
	return report.Print(p.out)
}
