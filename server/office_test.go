package server_test

import (
	"net/http"
	"testing"

	"loket/server/office"
)

func TestOffice(t *testing.T) {
	get := http.MethodGet
	play(t, []scenario{
		{
			name: "the office", method: get, path: "/office", status: 200,
			want: `{"code":"5202","name":"DINAS TENAGA KERJA DAN TRANSMIGRASI","timezone":"Asia/Makassar","queueWord":"antrian","day":"2026-11-23"}`,
		},
		{
			name: "the office's day begins at its own midnight", method: get, path: "/office", status: 200,
			given: func(r *running) { r.clock.add(16 * 3600e9) }, want: `{"day":"2026-11-24"}`,
		},
		{
			name: "the services", method: get, path: "/services", status: 200,
			given: configured(func(o *office.Office) { o.Services[3].Closed = true }, ready),
			want: `[{"id":"ak1-baru","letter":"A","open":true,"waiting":1,"countersOpen":1,"estimatedWait":{"low":6,"high":19},
				"papers":[{"key":"ktp","name":{"id":"KTP asli"},"note":{"en":"Number and address must be legible"}},{},{"key":"photo"},{}]},
				{"id":"ak1-perpanjangan"},{"id":"legalisir","countersOpen":0},{"id":"konsultasi","open":false,"closedReason":"closed","papers":[]}]`,
		},
		{
			name: "why services are closed and when they open", method: get, path: "/services", status: 200,
			given: configured(func(o *office.Office) {
				o.Hours = &office.Hours{Monday: []office.Span{"09:00-12:00"}, Wednesday: []office.Span{"08:00-12:00"}}
				always := &office.Hours{Monday: []office.Span{"00:00-24:00"}, Tuesday: []office.Span{"07:30-24:00"}}
				o.Services[1].Closed = true
				o.Services[2].Hours, o.Services[2].MaxWaiting = always, 1
				o.Services[3].Hours, o.Services[3].DailyQuota = always, 1
			}, func(r *running) {
				r.issue("legalisir")
				r.issue("konsultasi")
			}),
			want: `[{"id":"ak1-baru","open":false,"closedReason":"hours","opensAt":"2026-11-23T09:00:00+08:00","closedWords":{
					"id":"Di luar jam pelayanan. Buka kembali hari ini pukul 09.00.","en":"Outside opening hours. Opens again today at 09:00."}},
				{"open":false,"closedReason":"closed"},
				{"open":false,"closedReason":"queue_full"},
				{"open":false,"closedReason":"quota","opensAt":"2026-11-24T07:30:00+08:00","closedWords":{
					"id":"Nomor untuk hari ini sudah habis. Buka kembali besok, Selasa pukul 07.30."}}]`,
		},
		{
			name: "the hours of the days to come", method: get, path: "/timetable", status: 200,
			given: configured(func(o *office.Office) {
				o.Hours = &office.Hours{Monday: []office.Span{"08:00-15:00"}, Friday: []office.Span{"08:00-12:00"}}
				o.Services[1].Closed = true
			}, func(r *running) { r.issue("ak1-baru") }),
			want: `[{"service":"ak1-baru","changes":[
				{"from":"2026-11-23T00:00:00+08:00","open":false,"closedReason":"hours","opensAt":"2026-11-23T08:00:00+08:00",
					"closedWords":{"en":"Outside opening hours. Opens again today at 08:00."}},
				{"from":"2026-11-23T08:00:00+08:00","open":true},
				{"from":"2026-11-23T15:00:00+08:00","open":false,"opensAt":"2026-11-27T08:00:00+08:00"},
				{"from":"2026-11-26T00:00:00+08:00","closedWords":{"id":"Di luar jam pelayanan. Buka kembali besok, Jumat pukul 08.00."}},
				{"from":"2026-11-27T00:00:00+08:00"},{"from":"2026-11-27T08:00:00+08:00","open":true},{"from":"2026-11-27T12:00:00+08:00","open":false},
				{"from":"2026-11-29T00:00:00+08:00"}]},
				{"service":"ak1-perpanjangan","changes":[{"open":false,"closedReason":"closed"}]},{},{}]`,
		},
		{
			name: "the board", method: get, path: "/board", given: called, status: 200,
			want: `{"day":"2026-11-23","now":"2026-11-23T08:00:00+08:00",
				"calls":[{"number":"A-001","service":"ak1-baru","counter":"1","counterName":"Loket 1","call":1}],
				"services":[{"letter":"A","waiting":0},{},{},{}],"counters":[{"id":"1","open":true,"number":"A-001"},{"open":false},{}]}`,
		},
		{
			name: "the board after midnight is empty", method: get, path: "/board", status: 200,
			given: func(r *running) { called(r); r.clock.add(16 * 3600e9) }, want: `{"day":"2026-11-24","calls":[]}`,
		},
	})
}
