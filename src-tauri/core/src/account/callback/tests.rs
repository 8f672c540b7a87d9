use std::cell::Cell;
use std::rc::Rc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;
use crate::account::{AppKey, Scope};
use crate::data_request::{Kind, Permission};
use crate::http::Endpoints;

struct Fixture {
    listener: Listener,
    attempt: Arc<AuthorizationRequest>,
    pages: Arc<Pages>,
    unexpected: mpsc::Sender<AccountError>,
    _reasons: mpsc::Receiver<AccountError>,
}

async fn fixture() -> Fixture {
    let listener = Listener::open(RedirectPort::Preferred(0)).await.unwrap();
    let key = AppKey::new("key", "secret").unwrap();
    let scopes = [Scope { kind: Kind::Activity, permission: Permission::Once }];
    let redirect = listener.redirect().clone();
    let attempt = Arc::new(AuthorizationRequest::new(&Endpoints::tiktok(), &key, &scopes, redirect));
    let text = || [String::new(), String::new()];
    let pages = Arc::new(Pages { language: "en".into(), done: text(), refused: text(), stale: text() });
    let (unexpected, reasons) = mpsc::channel(1);
    Fixture { listener, attempt, pages, unexpected, _reasons: reasons }
}

#[tokio::test]
async fn the_preferred_port_is_used_unless_another_program_has_it() {
    let other = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = other.local_addr().unwrap().port();
    let instead = Listener::open(RedirectPort::Preferred(port)).await.unwrap();
    assert_ne!(instead.redirect().port(), Some(port));
    let fixed = Listener::open(RedirectPort::Fixed(port)).await;
    assert!(matches!(fixed, Err(AccountError::NoPort(_))));
    drop(other);
    let preferred = Listener::open(RedirectPort::Preferred(port)).await.unwrap();
    assert_eq!(preferred.redirect().port(), Some(port));
}

/// As when the process has no more file descriptors.
fn refused() -> io::Error {
    io::Error::other("too many open files")
}

#[tokio::test]
async fn a_lasting_failure_to_accept_is_retried_a_few_times_a_second() {
    let Fixture { listener, attempt, pages, unexpected, _reasons } = fixture().await;
    let tries = Cell::new(0_u128);
    let accept = async |_: &TcpListener| {
        tries.set(tries.get() + 1);
        Err(refused())
    };
    let began = std::time::Instant::now();
    let served = listener.serve(accept, attempt, pages, unexpected);
    assert!(tokio::time::timeout(Duration::from_secs(1), served).await.is_err(), "the wait goes on");
    let most = began.elapsed().as_millis() / ACCEPT_PAUSE.as_millis() + 1;
    assert!((1..=most).contains(&tries.get()), "{} attempts in {:?}", tries.get(), began.elapsed());
}

#[tokio::test]
async fn the_response_is_received_after_failures_and_many_other_connections() {
    let Fixture { listener, attempt, pages, unexpected, _reasons } = fixture().await;
    let address = listener.socket.local_addr().unwrap();
    let failures = Rc::new(Cell::new(3));
    let accept = async |socket: &TcpListener| {
        if failures.get() > 0 {
            failures.set(failures.get() - 1);
            return Err(refused());
        }
        socket.accept().await
    };
    let url =
        attempt.url.query_pairs().find(|(name, _)| name == "state").map(|(_, value)| value.into_owned());
    let get = async |path: String| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.unwrap();
        reply
    };
    let browser = async {
        // More than are served at a time: finished ones are freed.
        for _ in 0..3 * CONNECTIONS {
            assert!(get("/other".into()).await.starts_with("HTTP/1.1 404"));
        }
        let reply = get(format!("{PATH}?code=c&state={}", url.unwrap())).await;
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    };
    let served = listener.serve(accept, Arc::clone(&attempt), pages, unexpected);
    let (response, ()) = tokio::join!(served, browser);
    assert!(matches!(response, Ok(AuthorizationResponse::Code { .. })), "{response:?}");
    assert_eq!(failures.get(), 0);
}

#[tokio::test]
async fn slow_clients_do_not_keep_the_browser_out() {
    let Fixture { listener, attempt, pages, unexpected, _reasons } = fixture().await;
    let address = listener.socket.local_addr().unwrap();
    let state = attempt.url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let served = listener.serve(TcpListener::accept, Arc::clone(&attempt), pages, unexpected);
    let browser = async {
        let mut slow = Vec::new();
        for number in 0..4 * CONNECTIONS {
            let mut stream = TcpStream::connect(address).await.unwrap();
            if number % 2 == 0 {
                // One may have been replaced already.
                let _ = stream.write_all(b"GET /callback/ HTTP/1.1\r\nHost:").await;
            }
            slow.push(stream);
        }
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {PATH}?code=c&state={state} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.unwrap();
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        drop(slow);
    };
    let (response, ()) = tokio::join!(served, browser);
    assert!(matches!(response, Ok(AuthorizationResponse::Code { .. })), "{response:?}");
}
