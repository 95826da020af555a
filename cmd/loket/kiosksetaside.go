package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"loket/kiosk"
)

// settle lists the tickets that the server refused, or drops those of a number while no kiosk runs on the spool.
func (c *kioskCommand) settle(out io.Writer) error {
	if info, err := os.Stat(c.Spool); err != nil || !info.IsDir() {
		return fmt.Errorf("--spool: there is no folder %s", c.Spool)
	}
	if c.Drop != "" {
		lock, err := lockSpool(c.Spool)
		if err != nil {
			return fmt.Errorf("--drop: stop the kiosk first: %w", err)
		}
		err = kiosk.DropSetAside(c.Spool, c.Drop)
		if err != nil {
			err = fmt.Errorf("--drop %q: %w", c.Drop, err)
		} else {
			_, _ = fmt.Fprintf(out, "%s is forgotten\n", c.Drop)
		}
		return errors.Join(err, lock.Close())
	}
	all, err := kiosk.ListSetAside(c.Spool)
	for _, t := range all {
		_, _ = fmt.Fprintf(out, "%s  %s  given %s  refused: %s\n", t.Number, t.Service, t.IssuedAt.Format(time.RFC3339), t.Reason)
	}
	if err == nil && len(all) == 0 {
		_, _ = fmt.Fprintln(out, "no ticket is set aside")
	}
	return err
}
