#include "CCurl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pv_http {
    CURL *easy;
    CURLM *multi;
    atomic_int cancelled;
    const pv_http_request *request; /* while an exchange is under way */
    int64_t body_position;
    int stopped;
    int body_cut;
    char message[CURL_ERROR_SIZE];
};

static pthread_once_t curl_setup = PTHREAD_ONCE_INIT;
static void set_up_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

pv_http *pv_http_create(void) {
    pthread_once(&curl_setup, set_up_curl);
    pv_http *http = calloc(1, sizeof(pv_http));
    if (!http) return NULL;
    http->easy = curl_easy_init();
    http->multi = curl_multi_init();
    if (http->easy && http->multi) return http;
    pv_http_destroy(http);
    return NULL;
}

void pv_http_destroy(pv_http *http) {
    if (http->easy) curl_easy_cleanup(http->easy);
    if (http->multi) curl_multi_cleanup(http->multi);
    free(http);
}

void pv_http_arm(pv_http *http) { atomic_store(&http->cancelled, 0); }

void pv_http_cancel(pv_http *http) {
    atomic_store(&http->cancelled, 1);
    curl_multi_wakeup(http->multi);
}

static size_t deliver(pv_http *http, pv_http_sink sink, const char *bytes, size_t count) {
    if (sink(http->request->context, bytes, count) == 0) return count;
    http->stopped = 1;
    return count == 0 ? 1 : 0; /* any other number than count stops libcurl */
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context) {
    pv_http *http = context;
    return deliver(http, http->request->on_header, bytes, size * count);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
    pv_http *http = context;
    return deliver(http, http->request->on_body, bytes, size * count);
}

static size_t read_body(char *buffer, size_t size, size_t count, void *context) {
    pv_http *http = context;
    const pv_http_request *request = http->request;
    int64_t left = request->body_count - http->body_position;
    size_t wanted = size * count;
    if ((int64_t)wanted > left) wanted = (size_t)left;
    if (wanted == 0) return 0;
    if (request->body) {
        memcpy(buffer, (const char *)request->body + http->body_position, wanted);
    } else {
        ssize_t got = pread(request->body_descriptor, buffer, wanted,
                            (off_t)(request->body_offset + http->body_position));
        if (got <= 0) {
            http->body_cut = 1;
            return CURL_READFUNC_ABORT;
        }
        wanted = (size_t)got;
    }
    http->body_position += (int64_t)wanted;
    request->on_sent(request->context, http->body_position);
    return wanted;
}

static int seek_body(void *context, curl_off_t offset, int origin) {
    pv_http *http = context;
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    http->body_position = offset;
    return CURL_SEEKFUNC_OK;
}

static void set_method(CURL *easy, const pv_http_request *request) {
    if (strcmp(request->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    } else if (strcmp(request->method, "POST") == 0) {
        curl_easy_setopt(easy, CURLOPT_POST, 1L);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                         (curl_off_t)(request->body_count < 0 ? 0 : request->body_count));
    } else if (request->body_count >= 0) {
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)request->body_count);
    }
    if (strcmp(request->method, "HEAD") != 0) {
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    }
}

static void set_options(pv_http *http, const pv_http_request *request) {
    CURL *easy = http->easy;
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    /* Decodes gzip when it comes; our own Accept-Encoding header says whether it is wanted. */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 512L * 1024);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 512L * 1024);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, request->idle_timeout_s);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, (long)request->fresh_connection);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, http->message);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, http);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, http);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_body);
    curl_easy_setopt(easy, CURLOPT_READDATA, http);
    curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek_body);
    curl_easy_setopt(easy, CURLOPT_SEEKDATA, http);
    set_method(easy, request);
}

static int outcome_of(CURLcode code) {
    switch (code) {
    case CURLE_OK: return PV_HTTP_DONE;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
    /* A certificate does not become good by waiting. */
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE: return PV_HTTP_INVALID;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR: return PV_HTTP_NOT_SENT;
    case CURLE_OPERATION_TIMEDOUT: return PV_HTTP_TIMED_OUT;
    default: return PV_HTTP_CUT;
    }
}

/* Drives the exchange; poll returns at once when pv_http_cancel wakes it. */
static CURLcode drive(pv_http *http) {
    int running = 1;
    while (running && !atomic_load(&http->cancelled)) {
        if (curl_multi_perform(http->multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
        if (running) curl_multi_poll(http->multi, NULL, 0, 1000, NULL);
    }
    int left = 0;
    CURLMsg *message = curl_multi_info_read(http->multi, &left);
    return message && message->msg == CURLMSG_DONE ? message->data.result : CURLE_ABORTED_BY_CALLBACK;
}

pv_http_result pv_http_perform(pv_http *http, const pv_http_request *request) {
    pv_http_result result = {PV_HTTP_INVALID, ""};
    struct curl_slist *headers = NULL;
    for (size_t i = 0; i < request->header_count; i++) {
        struct curl_slist *longer = curl_slist_append(headers, request->headers[i]);
        if (!longer) {
            curl_slist_free_all(headers);
            return result;
        }
        headers = longer;
    }
    curl_easy_reset(http->easy);
    http->request = request;
    http->body_position = 0;
    http->stopped = 0;
    http->body_cut = 0;
    http->message[0] = 0;
    set_options(http, request);
    curl_easy_setopt(http->easy, CURLOPT_HTTPHEADER, headers);
    CURLcode code = CURLE_FAILED_INIT;
    if (curl_multi_add_handle(http->multi, http->easy) == CURLM_OK) {
        code = drive(http);
        curl_multi_remove_handle(http->multi, http->easy);
    }
    result.outcome = outcome_of(code);
    if (http->body_cut) result.outcome = PV_HTTP_BODY_CUT;
    if (http->stopped) result.outcome = PV_HTTP_STOPPED;
    if (atomic_load(&http->cancelled) && code != CURLE_OK) result.outcome = PV_HTTP_CANCELLED;
    strncpy(result.message, http->message[0] ? http->message : curl_easy_strerror(code),
            sizeof(result.message) - 1);
    http->request = NULL;
    curl_slist_free_all(headers);
    return result;
}
