package main

import (
	"fmt"
	"runtime/debug"
)

// version returns which build this is: the version of the module, the commit, the toolchain, and the
// system that it was built for.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	set := map[string]string{}
	for _, s := range info.Settings {
		set[s.Key] = s.Value
	}
	commit := "commit unknown"
	if set["vcs.revision"] != "" {
		commit = "commit " + set["vcs.revision"]
		if set["vcs.modified"] == "true" {
			commit += " with changes"
		}
	}
	return fmt.Sprintf("%s, %s, %s %s/%s", info.Main.Version, commit, info.GoVersion, set["GOOS"], set["GOARCH"])
}
