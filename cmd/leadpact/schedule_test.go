package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"leadpact/cmd/leadpact/internal/schedule"
)

func TestScheduleIsPlannedFromTheAgreement(t *testing.T) {
	t.Parallel()
	c := newCompany(t, 25)
	agreement, out := filepath.Join(c.dir, "agreement.yaml"), filepath.Join(c.dir, "out")
	got, err := (&program{now: c.now, stdout: io.Discard, stderr: io.Discard}).plan(agreement, out)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want := &schedule.Plan{
		Name: "leadpact-sla-1", Agreement: "SLA-1", Program: self, AgreementFile: agreement, Out: out,
		Log: filepath.Join(c.dir, "leadpact.log"), Hour: 7, Minute: 0, Zone: "America/New_York", From: "2026-10-01",
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(schedule.Plan{})); diff != "" {
		t.Error(diff)
	}
}

func TestScheduleOfAnAgreementWithAnEvilIDHoldsNoInstructionOfIt(t *testing.T) {
	t.Parallel()
	evil := regexp.MustCompile(`(?m)^(ExecStartPre|\[Service\]\n.*evil)|^Description=.*[^%]%h|<evil`)
	for _, s := range schedule.Schedulers {
		c := newCompany(t, 25)
		c.change(t, "id: SLA-1,", `id: "SLA\n[Service]\nExecStartPre=/bin/evil %h --> <evil/>",`)
		var stdout bytes.Buffer
		p := &program{now: c.now, stdout: &stdout, stderr: io.Discard}
		agreement := filepath.Join(c.dir, "agreement.yaml")
		if err := app(p).Run([]string{"leadpact", "schedule", s.Name, "--agreement", agreement}); err != nil {
			continue // refused, which is as good
		}
		if evil.Match(stdout.Bytes()) {
			t.Errorf("%s:\n%s", s.Name, stdout.String())
		}
	}
}
