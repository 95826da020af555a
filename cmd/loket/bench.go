package main

import (
	"fmt"
	"time"

	"loket/cmd/loket/bench"
)

type benchCommand struct {
	JSON   bool          `help:"Print JSON." name:"json"`
	Length time.Duration `help:"How long each phase measures." default:"10s"`
	Cards  int           `help:"How many cards the register holds that is searched; the default is ten years of a district office." default:"300000"`
	Dir    string        `help:"Folder on the disk to measure; the system's temporary one without." type:"existingdir"`
}

// Run measures and prints the report.
func (c *benchCommand) Run(p *program) error {
	if c.Cards < 100 {
		return fmt.Errorf("--cards: %d is less than 100", c.Cards)
	}
	report, err := bench.Run(p.ctx, bench.Options{Dir: c.Dir, Length: c.Length, Cards: c.Cards, Log: p.errs})
	if err != nil {
		return err
	}
	if c.JSON {
		return report.JSON(p.out)
	}
	return report.Print(p.out)
}
