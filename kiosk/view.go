package kiosk

import (
	"context"
	"time"

	"loket/server/api"
)

// State is what the page shows before anybody presses.
type State struct {
	Online    bool          `json:"online"`    // whether the server answered just now
	QueueWord string        `json:"queueWord"` // the office's own word for the queue
	Office    *api.Office   `json:"office"`    // null until the server has answered once
	Services  []api.Service `json:"services"`  // as the server told them last; while it is away, open by their hours where a number is held
	Printer   PrinterState  `json:"printer"`
	Voice     bool          `json:"voice"` // whether the page offers to speak
	Demo      bool          `json:"demo"`
	Offline   bool          `json:"offline"` // the server is away, and the kiosk gives the numbers that it holds or knows why it gives none
	Waiting   int           `json:"waiting"` // tickets that the server does not have yet
	Refused   int           `json:"refused"` // tickets that the server did not take
}

// PrinterState is how the ticket printer is.
type PrinterState struct {
	State string `json:"state"` // one of hardware/printer's states by name: ready, paper_out, silent, …
}

// view is what the kiosk last heard of the server. Kiosk.mu guards it.
type view struct {
	online     bool
	office     *api.Office
	officeSeen time.Time
	services   []api.Service
	timetable  []api.Timetable // asked for with the office
}

// officeAge is after how long the office's facts are asked for again: they hardly ever change, but its day does.
const officeAge = time.Minute

// State is what the page is told.
func (k *Kiosk) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	s := State{
		Online:   k.view.online,
		Office:   k.view.office,
		Services: k.view.services,
		Printer:  PrinterState{State: string(k.config.Printer.Status().State)},
		Voice:    k.config.Voice,
		Demo:     k.config.Demo,
	}
	if s.Office != nil {
		s.QueueWord = s.Office.QueueWord
	}
	s.Waiting, s.Refused = k.owed()
	if !s.Online {
		s.Services, s.Offline = k.openOffline()
	}
	if s.Services == nil {
		s.Services = []api.Service{}
	}
	return s
}

// follow keeps the view of the server fresh until ctx ends, and hands in and tops up while the server is there.
func (k *Kiosk) follow(ctx context.Context) {
	every := time.NewTicker(k.limits.refresh)
	defer every.Stop()
	for {
		if err := k.refresh(ctx); err != nil {
			if k.goOffline() && ctx.Err() == nil {
				k.log.Warn("the server is away", "err", err)
			}
		} else {
			k.handIn(ctx)
			k.topUp(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		case <-k.kick:
		}
	}
}

// lookAgain has the services fetched now: a press has changed how many wait.
func (k *Kiosk) lookAgain() {
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

// refresh asks the server for its services, and for the office where that is old.
func (k *Kiosk) refresh(ctx context.Context) error {
	services, err := k.fetchServices(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	old := k.view.office == nil || !k.view.online || k.config.Now().Sub(k.view.officeSeen) >= officeAge
	k.mu.Unlock()
	if old {
		if err := k.refreshOffice(ctx); err != nil {
			return err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.view.online {
		k.log.Info("the server is there")
	}
	k.view.online, k.view.services = true, services
	return nil
}

func (k *Kiosk) refreshOffice(ctx context.Context) error {
	office, err := k.fetchOffice(ctx)
	if err != nil {
		return err
	}
	timetable, err := k.fetchTimetable(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.view.office, k.view.timetable, k.view.officeSeen = office, timetable, k.config.Now()
	return nil
}

// online says whether the server answered just now.
func (k *Kiosk) online() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.view.online
}

// goOffline notes that the server is away; true: it was there until now.
func (k *Kiosk) goOffline() (changed bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	changed = k.view.online
	k.view.online = false
	return changed
}

// knownOffice is the office as last heard; a kiosk that never heard of it asks now.
func (k *Kiosk) knownOffice(ctx context.Context) (api.Office, error) {
	k.mu.Lock()
	office := k.view.office
	k.mu.Unlock()
	if office == nil {
		if err := k.refresh(ctx); err != nil {
			return api.Office{}, err
		}
		k.mu.Lock()
		office = k.view.office
		k.mu.Unlock()
	}
	return *office, nil
}

// serviceOf is a service as last heard, or one without papers.
func (k *Kiosk) serviceOf(id string) api.Service {
	k.mu.Lock()
	defer k.mu.Unlock()
	return serviceIn(k.view.services, id)
}

func serviceIn(services []api.Service, id string) api.Service {
	for _, s := range services {
		if s.ID == id {
			return s
		}
	}
	return api.Service{ID: id}
}
