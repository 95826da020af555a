package server_test

import (
	"net/http"
	"strings"
	"testing"

	"loket/server/device"
)

func TestDevices(t *testing.T) {
	post, get, put, remove := http.MethodPost, http.MethodGet, http.MethodPut, http.MethodDelete
	aDevice := func(r *running) {
		r.vars["device"] = r.ids["display"]
		r.call("display", put, "/device/health", `{"state":"ready"}`)
	}
	report := func(state string) func(*running) {
		return func(r *running) { r.must(r.Devices.Report(r.t.Context(), r.ids["kiosk"], state, nil)) }
	}
	play(t, []scenario{
		{
			name: "the devices", as: "section_head", method: get, path: "/devices", given: report("paper_out"), status: 200,
			want: `[{"kind":"kiosk","name":"Perangkat revoked","state":"","revoked":true},
				{"kind":"kiosk","name":"Perangkat kiosk","state":"paper_out","seenAt":"2026-11-23T08:00:00+08:00"},
				{"kind":"display","state":""},{"kind":"counter","state":""}]`,
			check: func(t *testing.T, r *running, a answer) {
				if strings.Contains(string(a.body), r.secrets["kiosk"]) || strings.Contains(string(a.body), "oken") {
					t.Errorf("a token is told: %s", a.body)
				}
			},
		},
		{
			name: "pair", as: "administrator", method: post, path: "/devices", body: `{"kind":"display","name":" Layar ruang tunggu "}`,
			status: 201, events: []string{device.EventPaired}, want: `{"device":{"kind":"display","name":"Layar ruang tunggu","state":""}}`,
			check: func(t *testing.T, r *running, a answer) {
				var paired struct{ Token string }
				a.json(&paired)
				r.secrets["display"] = paired.Token
				if a := r.call("display", put, "/device/health", `{"state":"ready"}`); a.status != 204 {
					t.Errorf("the token gets %d", a.status)
				}
			},
		},
		{name: "pair without a name", as: "administrator", method: post, path: "/devices", body: `{"kind":"kiosk","name":" "}`, status: 422, code: "field.required", field: "name"},
		{
			name: "pair with a long name", as: "administrator", method: post, path: "/devices", body: `{"kind":"kiosk","name":"` + strings.Repeat("é", 61) + `"}`,
			status: 422, code: "field.too_long", field: "name",
		},
		{
			name: "pair nothing", as: "administrator", method: post, path: "/devices", body: `{"kind":"toaster","name":""}`,
			status: 422, code: "field.not_in_list", field: "kind", fields: []string{"kind", "name"},
		},
		{name: "pair a role of staff", as: "administrator", method: post, path: "/devices", body: `{"kind":"administrator","name":"X"}`, status: 422, code: "field.not_in_list", field: "kind"},

		{
			name: "revoke", as: "administrator", method: remove, path: "/devices/{device}", given: aDevice, status: 204, events: []string{device.EventRevoked},
			check: func(t *testing.T, r *running, _ answer) {
				if a := r.call("display", put, "/device/health", `{"state":"ready"}`); a.status != 401 || a.problem().Code != "device.unknown" {
					t.Errorf("the token still gets %d", a.status)
				}
			},
		},
		{
			name: "revoke twice", as: "administrator", method: remove, path: "/devices/{device}",
			given: func(r *running) { r.vars["device"] = r.ids[revoked] }, status: 404, code: "device.not_found",
		},
		{name: "revoke nothing", as: "administrator", method: remove, path: "/devices/nowhere", status: 404, code: "device.not_found"},

		{name: "health", as: "kiosk", method: put, path: "/device/health", body: `{"state":"paper_out"}`, status: 204, events: []string{device.EventHealth}},
		{name: "the same health", as: "kiosk", method: put, path: "/device/health", body: `{"state":"ready"}`, given: report("ready"), status: 204},
		{
			name: "health with details", as: "kiosk", method: put, path: "/device/health", given: report("ready"), status: 204,
			body: `{"state":"ready","details":{"waiting":2,"refused":1,"broken":0,"clockOffset":-1500,"version":"v1"}}`,
			check: func(_ *testing.T, r *running, _ answer) {
				r.call("section_head", http.MethodGet, "/devices", "").holds(`[{},{"kind":"kiosk","details":{"waiting":2,"refused":1,"broken":0,"clockOffset":-1500,"version":"v1"}},{},{}]`)
			},
		},
		{
			name: "health with wrong details", as: "kiosk", method: put, path: "/device/health",
			body:   `{"state":"ready","details":{"waiting":-1,"refused":0,"broken":0,"clockOffset":0,"version":"` + strings.Repeat("v", 61) + `"}}`,
			status: 422, code: "field.range", field: "details.waiting", fields: []string{"details.waiting", "details.version"},
		},
		{name: "health with words", as: "kiosk", method: put, path: "/device/health", body: `{"state":"Kertas habis"}`, status: 422, code: "field.characters", field: "state"},
		{name: "health without a state", as: "kiosk", method: put, path: "/device/health", body: `{"state":""}`, status: 422, code: "field.required", field: "state"},
		{name: "health of a revoked device", as: revoked, method: put, path: "/device/health", body: `{"state":"ready"}`, status: 401, code: "device.unknown"},
	})
}
