package kiosk
import "context"
func (k *Kiosk) printPaper(ctx context.Context, e *entry) {}
func (k *Kiosk) watchPrinter(ctx context.Context) {}
