package main

import (
	"fmt"

	"loket/server/access"
	"loket/server/device"
	"loket/server/journal"
	"loket/server/store"
)

type deviceCommand struct {
	Pair   devicePair   `cmd:"" help:"Pair a device and tell its token once."`
	Revoke deviceRevoke `cmd:"" help:"Take a device's token away."`
	List   deviceList   `cmd:"" help:"List the devices."`
}

type devicePair struct {
	database
	Kind string `arg:"" help:"kiosk, display or counter."`
	Name string `arg:"" help:"What staff call it."`
}

// Run pairs the device.
func (c *devicePair) Run(p *program) error {
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		_, token, err := device.New(j).Pair(p.ctx, "system", access.Role(c.Kind), c.Name)
		if err == nil {
			_, err = fmt.Fprintln(p.out, token)
		}
		return err
	})
}

type deviceRevoke struct {
	database
	ID string `arg:"" name:"id" help:"The device's id, as listed."`
}

// Run revokes the device.
func (c *deviceRevoke) Run(p *program) error {
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		return device.New(j).Revoke(p.ctx, "system", c.ID)
	})
}

type deviceList struct{ database }

// Run lists the devices.
func (c *deviceList) Run(p *program) error {
	return c.journal(p.ctx, func(_ *store.Store, j *journal.Journal) error {
		devices, err := device.New(j).List(p.ctx)
		for _, d := range devices {
			state := d.State
			if d.Revoked {
				state = "revoked"
			}
			_, _ = fmt.Fprintf(p.out, "%s %-8s %-30s %s\n", d.ID, d.Kind, d.Name, state)
		}
		return err
	})
}
