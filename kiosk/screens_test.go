package kiosk

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// faults lists what is wrong with the page as it stands, in the other language and with larger words: things to
// press that are smaller than a finger (60 px), out of sight, covered, or in the upper half where low reach was
// asked for.
const faults = `(() => {
	const low = document.documentElement.dataset.reach === 'low';
	const wrong = [];
	const look = (way) => {
		for (const b of document.querySelectorAll('button')) {
			const r = b.getBoundingClientRect(), name = way + ': ' + b.dataset.testid;
			if (r.height < 59.5 || r.width < 59.5) wrong.push(name + ' is ' + r.width + '×' + r.height);
			if (r.top < 0 || r.bottom > innerHeight + 0.5 || r.right > innerWidth + 0.5) wrong.push(name + ' is out of sight');
			else if (!b.disabled && !b.contains(document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2))) wrong.push(name + ' is covered');
			if (low && r.top < innerHeight / 2) wrong.push(name + ' is out of reach');
		}
		const number = document.querySelector('.digits svg');
		if (number && number.getBoundingClientRect().width < innerWidth / 3) wrong.push(way + ': the number is small');
	};
	const press = (name) => document.querySelector('[data-testid="' + name + '"]').click();
	look('plain');
	press('language');
	look('English');
	press('language');
	press('large');
	look('large');
	return wrong.join('; ');
})()`

func TestEveryScreenFits(t *testing.T) {
	k := startKiosk(t, newFakeServer(t), &fakePrinter{}, t.TempDir(), quick())
	k.config.Demo = true
	ctx := browse(t, k, "")
	origin, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.origin"))
	if err != nil {
		t.Fatal(err)
	}
	screens := []string{"normal", "crowd", "closed", "paper-out", "priority", "offline", "empty", "papers", "missing",
		"number", "number-next", "number-paper-out", "number-unknown", "error"}
	for _, size := range [][2]int64{{1080, 1920}, {1920, 1080}, {1024, 600}} {
		do(t, ctx, chromedp.EmulateViewport(size[0], size[1]))
		for _, screen := range screens {
			for _, way := range []string{"", "&reach"} {
				query := "?screen=" + screen + way
				do(t, ctx, chromedp.Navigate(origin+"/kiosk/"+query), chromedp.WaitVisible(chromedp.CSS("h1")))
				wrong, err := chromedp.Run(ctx, chromedp.Evaluate[string](faults))
				if err != nil {
					t.Fatal(err)
				}
				if wrong != "" {
					t.Errorf("%d×%d %s: %s", size[0], size[1], query, wrong)
				}
			}
		}
	}
}
