// An STS in Go: net/http and golang-jwt, on one processor.
package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"runtime"
	"time"

	jwt "github.com/golang-jwt/jwt"
)

type request struct {
	ClientID    string `json:"clientId"`
	Identity    string `json:"identity"`
	IsAnonymous bool   `json:"isAnonymous"`
}

type client struct {
	method jwt.SigningMethod
	key    interface{}
}

func main() {
	runtime.GOMAXPROCS(1)
	pem, err := os.ReadFile(os.Getenv("BENCH_PEM"))
	if err != nil {
		log.Fatal(err)
	}
	private, err := jwt.ParseRSAPrivateKeyFromPEM(pem)
	if err != nil {
		log.Fatal(err)
	}
	clients := map[string]client{
		"cs-hs": {jwt.SigningMethodHS256, []byte(os.Getenv("BENCH_SECRET"))},
		"cs-rs": {jwt.SigningMethodRS256, private},
	}
	http.HandleFunc("/api/users/sts", func(w http.ResponseWriter, r *http.Request) {
		var asked request
		err := json.NewDecoder(r.Body).Decode(&asked)
		app, known := clients[asked.ClientID]
		if err != nil || !known || asked.Identity == "" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		id := make([]byte, 16)
		if _, err := rand.Read(id); err != nil {
			log.Fatal(err)
		}
		now := time.Now().Unix()
		token, err := jwt.NewWithClaims(app.method, jwt.MapClaims{
			"iat": now, "exp": now + 3600, "jti": base64.RawURLEncoding.EncodeToString(id), "iss": asked.ClientID,
			"sub": asked.Identity, "aud": "https://idproxy.kore.com/authorize", "isAnonymous": asked.IsAnonymous,
		}).SignedString(app.key)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		json.NewEncoder(w).Encode(map[string]string{"jwt": token})
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), nil))
}
