package bench

import (
	"context"
	"errors"
	"path/filepath"
)

// servedOffice is an office whose server runs in a process of its own, beside the floor of its commits.
type servedOffice struct {
	*officeData
	url     string
	process *process
	floor   *commitFloor
}

// openOffice starts a server on new data in dir, and opens the floor beside it.
func openOffice(ctx context.Context, dir string) (*servedOffice, error) {
	data := filepath.Join(dir, "data")
	office, err := prepare(ctx, data, 1)
	if err != nil {
		return nil, err
	}
	p, err := serveData(ctx, data)
	if err != nil {
		return nil, err
	}
	floor, err := openFloor(ctx, filepath.Join(dir, "floor"))
	if err != nil {
		return nil, errors.Join(err, p.stop())
	}
	return &servedOffice{office, p.url, p, floor}, nil
}

// close stops the server; what it measured is known already.
func (o *servedOffice) close() { _, _ = o.floor.close(), o.process.stop() }
