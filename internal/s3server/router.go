package s3server

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"strings"

	"github.com/johannesboyne/gofakes3"
)

// Hosts that exist nowhere but here: what misses the proxy fails, and reaches
// no AWS.
const (
	s3Host  = "s3.rehearsal.invalid"
	stsHost = "sts.rehearsal.invalid"
)

// newRouter answers for the hosts of AWS, and passes on what else goes through
// a proxy, such as a module of Go that lies on a server of plain HTTP.
func newRouter(store *store) http.Handler {
	s3 := gofakes3.New(store, gofakes3.WithTimeSkewLimit(0)).Server()
	elsewhere := &httputil.ReverseProxy{Rewrite: func(*httputil.ProxyRequest) {}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bucket, inHost := strings.CutSuffix(r.Host, "."+s3Host)
		switch {
		case r.Host == stsHost:
			answerIdentity(w, r)
		case inHost:
			r.URL.Path = "/" + bucket + r.URL.Path
			s3.ServeHTTP(w, r)
		case r.Host == s3Host || r.URL.Host == "":
			s3.ServeHTTP(w, r)
		default:
			elsewhere.ServeHTTP(w, r)
		}
	})
}

// identity is STS's answer to GetCallerIdentity, with which Terraform's S3
// backend checks its credentials.
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::%[1]s:user/rehearsal</Arn>
    <UserId>AIDAREHEARSAL</UserId>
    <Account>%[1]s</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`

func answerIdentity(w http.ResponseWriter, r *http.Request) {
	if action := r.PostFormValue("Action"); action != "GetCallerIdentity" {
		http.Error(w, fmt.Sprintf("no action %q: only GetCallerIdentity is known", action), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	fmt.Fprintf(w, identity, AccountID)
}
