package main

import (
	"errors"
	"fmt"
	"testing"

	"samverk/platform/i18n"
)

func TestProxiesAreAddressesOrNetworks(t *testing.T) {
	proxies, err := proxiesIn([]string{"10.0.0.5", " 10.0.1.0/24 ", "2001:db8::5"})
	if got := fmt.Sprint(proxies); err != nil || got != "[10.0.0.5/32 10.0.1.0/24 2001:db8::5/128]" {
		t.Errorf("%s, %v", got, err)
	}
	for _, typed := range []string{"", "proxy.example.se", "10.0.0.5:80", "10.0.0.0/33"} {
		_, err := proxiesIn([]string{typed})
		var own *i18n.Error
		if !errors.As(err, &own) || own.ID != "cli.proxy_wrong" {
			t.Errorf("%q: %v", typed, err)
		}
	}
}
