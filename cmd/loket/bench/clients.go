package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strconv"

	"loket/server/api"
	"loket/server/office"
)

// benchService is the one service that all tickets are for.
const benchService = "ak1-baru"

// benchOffice is the sample office with so many counters, all of which serve everything.
func benchOffice(counters int) *office.Office {
	o := office.Sample()
	o.Counters = nil
	for i := range counters {
		id := strconv.Itoa(i + 1)
		o.Counters = append(o.Counters, office.Counter{ID: id, Name: "Loket " + id, Services: []string{benchService}})
	}
	return o
}

// client makes requests with one kept connection.
type client struct {
	http  *http.Client
	url   string
	token string
}

func newClient(url, token string) *client {
	jar, _ := cookiejar.New(nil) // never fails without options
	return &client{
		http: &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 1}},
		url:  url + api.BaseURL, token: token,
	}
}

// post sends a body and returns the whole answer; any status but want is an error.
func (c *client) post(ctx context.Context, path, key, body string, want int) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err == nil && answer.StatusCode != want {
		err = fmt.Errorf("%s: status %d: %s", path, answer.StatusCode, text)
	}
	return text, err
}

func (c *client) ticket(ctx context.Context, key string) error {
	_, err := c.post(ctx, "/tickets", key, `{"service":"`+benchService+`"}`, http.StatusCreated)
	return err
}

func (c *client) signIn(ctx context.Context, user, password string) error {
	_, err := c.post(ctx, "/session", "", fmt.Sprintf(`{"user":%q,"password":%q}`, user, password), http.StatusOK)
	return err
}

func (c *client) act(ctx context.Context, counter, act string) error {
	_, err := c.post(ctx, "/counters/"+counter+"/"+act, "", "", http.StatusOK)
	return err
}

// callNext returns the called number.
func (c *client) callNext(ctx context.Context, counter string) (string, error) {
	body, err := c.post(ctx, "/counters/"+counter+"/call-next", "", "", http.StatusOK)
	if err != nil {
		return "", err
	}
	var t api.Ticket
	err = json.Unmarshal(body, &t)
	return t.Number, err
}
