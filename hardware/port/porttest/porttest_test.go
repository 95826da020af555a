package porttest

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"
	"time"
)

func TestPlaybackHoldsToItsScript(t *testing.T) {
	p := NewPlayback(Step{Want: []byte("ab"), Reply: []byte("x")}, Step{Want: []byte("c")})
	if n, err := p.Write(t.Context(), []byte("ax")); n != 1 || err == nil {
		t.Errorf("an unexpected byte: %d, %v", n, err)
	}
	if _, err := p.Write(t.Context(), []byte("b")); err != nil {
		t.Error(err)
	}
	buf := make([]byte, 9)
	if n, err := p.Read(buf); string(buf[:n]) != "x" || err != nil {
		t.Errorf("reply %q, %v", buf[:n], err)
	}
	if p.Rest() == nil {
		t.Error("a step is left, but Rest does not say so")
	}
	if _, err := p.Write(t.Context(), []byte("cd")); err == nil {
		t.Error("a byte after the script passed")
	}
	if err := p.Rest(); err != nil {
		t.Error(err)
	}
	p.Push([]byte("y"))
	if n, err := p.Read(buf); string(buf[:n]) != "y" || err != nil {
		t.Errorf("pushed %q, %v", buf[:n], err)
	}
	_ = p.Close()
	if _, err := p.Read(buf); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
}

// TestLineFillsUp: a write into a line that nobody reads waits, and ends with its context.
func TestLineFillsUp(t *testing.T) {
	near, far := Line()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if n, err := near.Write(ctx, make([]byte, Held+1)); n != Held || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("wrote %d, %v", n, err)
	}
	if _, err := far.Read(make([]byte, 1)); err != nil {
		t.Error(err)
	}
	if n, err := near.Write(t.Context(), []byte("x")); n != 1 || err != nil {
		t.Errorf("with room again: %d, %v", n, err)
	}
}

func TestLineEndsLikeAnUnpluggedDevice(t *testing.T) {
	near, far := Line()
	if _, err := far.Write(t.Context(), []byte("last")); err != nil {
		t.Fatal(err)
	}
	_ = far.Close()
	if got, err := io.ReadAll(near); string(got) != "last" || err != nil {
		t.Errorf("read %q, %v", got, err)
	}
	if _, err := near.Write(t.Context(), []byte("x")); err == nil {
		t.Error("write to a closed line passed")
	}
	if _, err := far.Read(make([]byte, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("read at the closed end: %v", err)
	}
}
