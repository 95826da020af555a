package main

import (
	"fmt"

	"loket/server/journal"
	"loket/server/office"
	"loket/server/store"
)

type officeCommand struct {
	Sample officeSample `cmd:"" help:"Print a sample to start from."`
	Check  officeCheck  `cmd:"" help:"Check a file without using it."`
	Apply  officeApply  `cmd:"" help:"Replace the office's configuration. Restart the server afterwards."`
}

type officeSample struct{}

// Run prints the sample.
func (c *officeSample) Run(p *program) error {
	_, err := p.out.Write(office.SampleYAML())
	return err
}

type officeCheck struct {
	File string `arg:"" type:"existingfile" help:"The office's YAML."`
}

// Run reads the file strictly.
func (c *officeCheck) Run(p *program) error {
	o, err := readOffice(c.File)
	if err == nil {
		_, err = fmt.Fprintf(p.out, "%s: %d services, %d counters\n", o.Name, len(o.Services), len(o.Counters))
	}
	return err
}

type officeApply struct {
	database
	File string `arg:"" type:"existingfile" help:"The office's YAML."`
}

// Run replaces the configuration.
func (c *officeApply) Run(p *program) error {
	o, err := readOffice(c.File)
	if err != nil {
		return err
	}
	return c.journal(p.ctx, func(s *store.Store, j *journal.Journal) error {
		keeper, err := office.Load(p.ctx, s, j, o)
		if err != nil {
			return err
		}
		return keeper.Apply(p.ctx, "system", o)
	})
}
