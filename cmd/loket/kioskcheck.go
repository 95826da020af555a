package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"loket/hardware/escpos"
	"loket/hardware/port"
	"loket/server/api"

	"golang.org/x/sys/unix"
)

// checkedKiosk is what a check of the kiosk's flags took and what it found.
type checkedKiosk struct {
	token    string
	profile  escpos.Profile
	listener net.Listener // nil if the address is not to be had
	lock     *os.File     // the spool's; nil if it is not to be had
	fresh    bool         // the spool's folder was not there before

	wrong []error // no kiosk can run so
	away  []error // it can start, and goes on by itself when the thing is there
	said  []string
}

// check looks at every flag and goes on after each fault.
func (c *kioskCommand) check(ctx context.Context) *checkedKiosk {
	k := &checkedKiosk{}
	k.checkServer(ctx, c.Server, c.TokenFile)
	var err error
	if k.profile, err = loadProfile(c.Profile, c.Speed); err != nil {
		k.wrong = append(k.wrong, err)
	} else {
		k.checkPort(ctx, c.Port)
	}
	_, err = os.Stat(c.Spool)
	k.fresh = errors.Is(err, fs.ErrNotExist)
	if k.lock, err = lockSpool(c.Spool); err != nil {
		k.wrong = append(k.wrong, err)
	}
	if c.Hold < 0 || c.Hold > 100 {
		k.wrong = append(k.wrong, fmt.Errorf("--hold: %d is not between 0 and 100", c.Hold))
	}
	if k.listener, err = listen(ctx, c.Addr); err != nil {
		k.wrong = append(k.wrong, fmt.Errorf("--addr: %w", err))
	}
	return k
}

// tell says what was found. What is away is an error if only a check was asked for, except the server: it may
// be switched on later than the kiosk.
func (k *checkedKiosk) tell(out io.Writer, only bool) error {
	wrong := k.wrong
	for _, err := range k.away {
		if only {
			wrong = append(wrong, err)
		} else {
			k.said = append(k.said, fmt.Sprintf("%v\n  the kiosk starts all the same and goes on when it is there", err))
		}
	}
	for _, line := range k.said {
		_, _ = fmt.Fprintln(out, line)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the kiosk cannot run so:\n%w", errors.Join(wrong...))
	}
	if only {
		_, _ = fmt.Fprintln(out, "nothing is wrong with these settings")
	}
	return nil
}

// close gives back what the check took; a folder that it made goes again, since whoever checks may not be the
// user that the kiosk will run as.
func (k *checkedKiosk) close() error {
	var errs []error
	if k.listener != nil {
		errs = append(errs, k.listener.Close())
	}
	if k.lock != nil && k.fresh {
		errs = append(errs, os.Remove(k.lock.Name()), os.Remove(filepath.Dir(k.lock.Name())))
	}
	if k.lock != nil {
		errs = append(errs, k.lock.Close())
	}
	return errors.Join(errs...)
}

// checkServer reads the token and holds both against the server, if it answers.
func (k *checkedKiosk) checkServer(ctx context.Context, server, tokenFile string) {
	u, err := url.Parse(server)
	formed := err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && strings.Trim(u.Path, "/") == "" &&
		u.RawQuery == "" && u.Fragment == "" && u.User == nil
	if !formed {
		k.wrong = append(k.wrong, fmt.Errorf("--server: %q is no server's address: write it as http://192.168.1.10:8080", server))
	}
	if k.token, err = readToken(tokenFile); err != nil {
		k.wrong = append(k.wrong, err)
	}
	if !formed {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	client := newDevice(strings.TrimSuffix(server, "/"), k.token)
	office, err := client.GetOfficeWithResponse(ctx)
	switch {
	case err != nil:
		k.said = append(k.said, fmt.Sprintf("--server: %s does not answer now: %v\n  the kiosk asks again until it does; whether its token is accepted shows then", server, err))
	case office.JSON200 == nil:
		k.wrong = append(k.wrong, fmt.Errorf("--server: what answers at %s is no Loket server (status %d)", server, office.StatusCode()))
	case k.token != "":
		k.checkToken(ctx, client, server, tokenFile)
	}
}

// noTicket is the id of no ticket: the server asks who reports before it looks for the ticket.
const noTicket = "kiosk-check"

// checkToken asks for what only a kiosk may do, and would change nothing.
func (k *checkedKiosk) checkToken(ctx context.Context, client *api.ClientWithResponses, server, tokenFile string) {
	answer, err := client.ReportPaperWithResponse(ctx, noTicket, api.PaperReport{State: api.PaperReportStateFailed})
	switch {
	case err != nil:
		k.said = append(k.said, fmt.Sprintf("--server: %s does not answer any more: %v", server, err))
	case answer.StatusCode() == http.StatusUnauthorized:
		k.wrong = append(k.wrong, fmt.Errorf("--token-file: this kiosk is not paired with %s: run 'loket device pair kiosk NAME' on the server's computer and put what it prints into %s", server, tokenFile))
	case answer.StatusCode() == http.StatusForbidden:
		k.wrong = append(k.wrong, fmt.Errorf("--token-file: the token in %s is another device's, not a kiosk's: run 'loket device pair kiosk NAME' on the server's computer", tokenFile))
	case answer.StatusCode() >= http.StatusInternalServerError:
		k.said = append(k.said, fmt.Sprintf("--server: %s answers %d: look at its log", server, answer.StatusCode()))
	}
}

// readToken reads the file's one word.
func readToken(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("--token-file: %w", err)
	}
	words := strings.Fields(string(text))
	if len(words) != 1 {
		return "", fmt.Errorf("--token-file: %s holds %d words and not one token: run 'loket device pair kiosk NAME' on the server's computer and put what it prints there", file, len(words))
	}
	if strings.ContainsFunc(words[0], func(r rune) bool { return r < '!' || r > '~' }) {
		return "", fmt.Errorf("--token-file: what %s holds is no token: put there what 'loket device pair kiosk NAME' prints", file)
	}
	return words[0], nil
}

// checkPort opens the port as the driver will, and gives it back.
func (k *checkedKiosk) checkPort(ctx context.Context, name string) {
	if err := taken("--port", name); err != nil {
		k.away = append(k.away, err)
		return
	}
	opened, err := port.Open(ctx, name, port.Config{Speed: k.profile.Speed})
	switch {
	case err == nil:
		_ = opened.Close() // nothing was written
	case errors.Is(err, port.ErrNotSerial):
		k.wrong = append(k.wrong, explainPort("--port", name, err))
	default:
		k.away = append(k.away, explainPort("--port", name, err))
	}
}

// lockSpool makes the folder, sees that it can be written, and takes it for this kiosk alone: two would print
// each other's presses. The kernel lets go when the program ends, however it ends.
func lockSpool(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("--spool: %w", err)
	}
	probe, err := os.CreateTemp(dir, "new-*") // a name that the spool tidies up
	if err != nil {
		return nil, fmt.Errorf("--spool: the folder cannot be written: %w", err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, fmt.Errorf("--spool: %w", err)
	}
	name := filepath.Join(dir, "kiosk.lock")
	lock, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("--spool: %w", err)
	}
	err = unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		err = fmt.Errorf("--spool: another kiosk works with %s: %s; each needs a folder of its own", dir, port.Holder(name))
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}
