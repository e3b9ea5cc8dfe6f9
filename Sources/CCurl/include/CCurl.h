/* One HTTP exchange at a time over libcurl, as a few plain functions. */
#ifndef PV_CCURL_H
#define PV_CCURL_H

#include <stddef.h>
#include <stdint.h>

/* A connection pool of one thread of work: an easy handle in a multi handle of its own. */
typedef struct pv_http pv_http;

/* Receives bytes; anything but 0 stops the exchange. */
typedef int (*pv_http_sink)(void *context, const char *bytes, size_t count);

/* Hears how much of the body has been read to be sent; less than before when it is sent again. */
typedef void (*pv_http_progress)(void *context, int64_t position);

typedef struct {
    const char *method;
    const char *url;
    const char *const *headers; /* "Name: value" */
    size_t header_count;
    const void *body;     /* the body in memory, or NULL */
    int body_descriptor;  /* else a file to read it from, or -1 */
    int64_t body_offset;  /* where in the file it begins */
    int64_t body_count;   /* its length; -1: there is no body */
    long connect_timeout_ms;
    long idle_timeout_s;  /* without one byte in either direction */
    int fresh_connection; /* never resend silently on a connection found dead */
    void *context;
    pv_http_sink on_header;
    pv_http_sink on_body;
    pv_http_progress on_sent;
} pv_http_request;

enum {
    PV_HTTP_DONE = 0,
    PV_HTTP_NOT_SENT,  /* no connection: the server has seen nothing */
    PV_HTTP_TIMED_OUT, /* the server may have acted */
    PV_HTTP_CUT,       /* the server may have acted */
    PV_HTTP_STOPPED,   /* a sink said so */
    PV_HTTP_CANCELLED,
    PV_HTTP_BODY_CUT,  /* the file to be sent ended, or could not be read */
    PV_HTTP_INVALID    /* it cannot be expressed, or its server not be trusted */
};

typedef struct {
    int outcome;
    char message[256];
} pv_http_result;

/* NULL when libcurl cannot be set up. */
pv_http *pv_http_create(void);
void pv_http_destroy(pv_http *http);

/* Forgets an earlier cancellation; call before the handle is shown to a canceller. */
void pv_http_arm(pv_http *http);
/* From any thread: ends the exchange under way, or the next one. */
void pv_http_cancel(pv_http *http);

/* Blocks until the exchange is over. Follows no redirect. */
pv_http_result pv_http_perform(pv_http *http, const pv_http_request *request);

#endif
