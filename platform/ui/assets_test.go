package ui_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"samverk/platform/ui"
)

// fetched asks for an address as a browser would.
func fetched(t *testing.T, address, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+ui.AssetsAt+"{name}", ui.ServeAsset)
	request := httptest.NewRequest(http.MethodGet, address, nil)
	request.Header.Set("Accept-Encoding", encoding)
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, request)
	return answer
}

func content(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	var body io.Reader = answer.Body
	if answer.Header().Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = unpacked
	}
	var all bytes.Buffer
	if _, err := all.ReadFrom(body); err != nil {
		t.Fatal(err)
	}
	return all.String()
}

var assetAddress = regexp.MustCompile(`/assets/[A-Za-z0-9_.-]+`)

func TestEverythingAPageNamesIsServedForEver(t *testing.T) {
	if err := ui.Built(); err != nil {
		t.Fatal(err)
	}
	page := rendered(t, wholeShell, ui.Gallery())
	kinds := map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
	seen := map[string]bool{}
	for _, address := range assetAddress.FindAllString(page, -1) {
		if seen[address] {
			continue
		}
		seen[address] = true
		for _, encoding := range []string{"", "gzip, br"} {
			answer := fetched(t, address, encoding)
			kind := kinds[address[strings.LastIndex(address, "."):]]
			if answer.Code != http.StatusOK || !strings.HasPrefix(answer.Header().Get("Content-Type"), kind) || kind == "" {
				t.Errorf("%s: %d, %s", address, answer.Code, answer.Header().Get("Content-Type"))
			}
			if got := answer.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
				t.Errorf("%s may be kept: %s", address, got)
			}
			if content(t, answer) != content(t, fetched(t, address, "")) {
				t.Errorf("%s is another when packed", address)
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("the gallery names only %d files", len(seen))
	}
	if answer := fetched(t, "/assets/manifest.json", ""); answer.Code != http.StatusNotFound {
		t.Errorf("what no page needs is served: %d", answer.Code)
	}
}

// stylesheet is the built style sheet as it is served.
func stylesheet(t *testing.T) (text string, packed int64) {
	t.Helper()
	address := regexp.MustCompile(`/assets/samverk-[A-Z0-9]+\.css`).FindString(rendered(t, ui.Shell{}, ui.Gallery()))
	if address == "" {
		t.Fatal(ui.Built())
	}
	answer := fetched(t, address, "gzip")
	var body bytes.Buffer
	packed, err := body.ReadFrom(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return content(t, fetched(t, address, "")), packed
}

func TestStyleSheetNeedsNothingFromElsewhereAndIsSmall(t *testing.T) {
	text, packed := stylesheet(t)
	for _, address := range regexp.MustCompile(`url\("?([^")]+)`).FindAllStringSubmatch(text, -1) {
		name := strings.TrimPrefix(address[1], "./")
		if strings.HasPrefix(name, "data:") {
			continue
		}
		if answer := fetched(t, ui.AssetsAt+name, ""); answer.Code != http.StatusOK {
			t.Errorf("the style sheet asks for %s: %d", address[1], answer.Code)
		}
	}
	if packed > 24<<10 {
		t.Errorf("the style sheet is %d bytes packed, more than 24 kB", packed)
	}
}

func TestEveryIconAndMarkIsInItsSprite(t *testing.T) {
	if err := ui.Built(); err != nil {
		t.Fatal(err)
	}
	page := rendered(t, wholeShell, ui.Gallery())
	sprites := map[string]string{}
	for _, name := range []string{"icons", "marks"} {
		address := regexp.MustCompile(`/assets/` + name + `-[A-Z0-9]+\.svg`).FindString(page)
		sprites[name] = content(t, fetched(t, address, ""))
	}
	icons := regexp.MustCompile(`IconName = "([a-z0-9-]+)"`).FindAllStringSubmatch(source(t, "icons.go"), -1)
	if len(icons) < 20 {
		t.Fatalf("only %d icons are named", len(icons))
	}
	for _, icon := range icons {
		if !strings.Contains(sprites["icons"], `id="`+icon[1]+`"`) {
			t.Errorf("the icon %s is not in the sprite; build the assets again", icon[1])
		}
	}
	for _, shape := range []string{"met", "met_late", "in_progress", "at_risk", "not_met", "not_started", "not_applicable", "not_assessed", "brand"} {
		if !strings.Contains(sprites["marks"], `id="`+shape+`"`) || !strings.Contains(source(t, "styles/mark.css"), ".mark-"+shape) {
			t.Errorf("the mark %s lacks its shape or its colour", shape)
		}
	}
}

func TestNothingHeavyIsBuiltIn(t *testing.T) {
	if strings.Contains(source(t, "package-lock.json"), `"resolved"`) {
		t.Error("package-lock.json names where packages were fetched; set omit-lockfile-registry-resolved and write it again")
	}
}
