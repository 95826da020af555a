package kiosk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"loket/server/api"
)

// errAway wraps everything that keeps the server's answer away.
var errAway = errors.New("server away")

// issue asks the server for a number until it answers or the person has waited long enough: then there is an
// error, and the problem says what the person is told. Every try has the press's own key and number, so that the
// server gives one ticket whatever got lost on the way. A press that has a number asks once where the server is known to
// be away.
func (k *Kiosk) issue(ctx context.Context, wish press) (*api.IssuedTicket, *problem, error) {
	ctx, cancel := context.WithTimeout(ctx, k.patience(wish))
	defer cancel()
	away := newProblem("kiosk.server_away", wish.Language)
	for {
		ticket, refused, err := k.issueOnce(ctx, wish)
		if err == nil {
			return ticket, refused, nil
		}
		if refused != nil {
			away = refused
		}
		k.log.Warn("no number from the server", "err", err)
		if wish.Own != nil && !k.online() || !sleep(ctx, k.limits.pause) {
			return nil, away, err
		}
	}
}

// patience is how long a press asks for its number.
func (k *Kiosk) patience(wish press) time.Duration {
	switch {
	case wish.Own == nil:
		return k.limits.asking
	case k.online():
		return k.limits.usual
	}
	return k.limits.brief
}

// issueOnce is one try. An error means that another try with the same key makes sense.
func (k *Kiosk) issueOnce(ctx context.Context, wish press) (*api.IssuedTicket, *problem, error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	request := api.TicketRequest{Service: wish.Service, Priority: &wish.Priority, Language: &wish.Language}
	if wish.Own != nil {
		reserved := wish.Own.reserved()
		request.Reserved = &reserved
	}
	answer, err := k.client.IssueTicketWithResponse(ctx,
		&api.IssueTicketParams{IdempotencyKey: wish.Key}, request,
		inLanguage(wish.Language))
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON201 != nil {
		return answer.JSON201, nil, nil
	}
	status := answer.HTTPResponse.StatusCode
	var refused *problem
	if strings.HasPrefix(answer.HTTPResponse.Header.Get("Content-Type"), problemType) {
		refused = &problem{status: status, body: answer.Body}
	}
	if refused == nil || status >= http.StatusInternalServerError || status == http.StatusTooManyRequests {
		return nil, refused, fmt.Errorf("%w: it answered %d", errAway, status)
	}
	return nil, refused, nil
}

// sendPaper reports once. A server that knows better (the ticket is gone, the report is refused) is no error: trying
// again would not change its mind.
func (k *Kiosk) sendPaper(ctx context.Context, ticket string, state api.PaperReportState) error {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	answer, err := k.client.ReportPaperWithResponse(ctx, ticket, api.PaperReport{State: state})
	if err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	return k.noted(answer.StatusCode(), "report of a paper")
}

// sendHealth tells the server the printer's state and the kiosk's own, once.
func (k *Kiosk) sendHealth(ctx context.Context, state string, details api.KioskDetails) error {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	answer, err := k.client.ReportHealthWithResponse(ctx, api.HealthReport{State: state, Details: &details})
	if err != nil {
		return fmt.Errorf("%w: %w", errAway, err)
	}
	return k.noted(answer.StatusCode(), "health report")
}

// noted judges the answer to a report.
func (k *Kiosk) noted(status int, what string) error {
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusTooManyRequests,
		status >= http.StatusInternalServerError:
		return fmt.Errorf("%w: it answered %d", errAway, status)
	case status >= http.StatusBadRequest:
		k.log.Error("the server refused a "+what, "status", status)
	}
	return nil
}

// fetchOffice asks who the office is.
func (k *Kiosk) fetchOffice(ctx context.Context) (*api.Office, error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	answer, err := k.client.GetOfficeWithResponse(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("%w: it answered %d", errAway, answer.StatusCode())
	}
	return answer.JSON200, nil
}

// fetchServices asks what the office offers now, and what time it is there.
func (k *Kiosk) fetchServices(ctx context.Context) ([]api.Service, error) {
	ctx, cancel := context.WithTimeout(ctx, k.limits.try)
	defer cancel()
	k.mu.Lock()
	sent, book := k.config.Now(), k.book.Name
	k.mu.Unlock()
	answer, err := k.client.ListServicesWithResponse(ctx, &api.ListServicesParams{Book: &book})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAway, err)
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("%w: it answered %d", errAway, answer.StatusCode())
	}
	k.noteClock(answer.HTTPResponse.Header.Get("Date"), sent, k.config.Now())
	return *answer.JSON200, nil
}

// inLanguage asks for problems in the person's language.
func inLanguage(language api.Language) api.RequestEditorFn {
	return func(_ context.Context, r *http.Request) error {
		r.Header.Set("Accept-Language", string(language))
		return nil
	}
}
