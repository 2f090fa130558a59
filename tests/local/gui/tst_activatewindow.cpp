// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests activateWindow() on the platform "offscreen". A request brings a window to the front, and
// the platform plugin finds the activation token in the environment.

#include "testsupport/instances.h"

#include <QtInterprocess/ActivateWindow>
#include <QtInterprocess/SingleInstance>

#include <QtGui/qguiapplication.h>
#include <QtGui/qwindow.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_ActivateWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { qunsetenv("XDG_ACTIVATION_TOKEN"); }
    void window_isShownAndActive_data();
    void window_isShownAndActive();
    void token_isInTheEnvironmentDuringActivation();
    void noToken_changesNothing();
    void noWindow_isIgnored();

private:
    // Calls the function with a request that another process sends with this token.
    void withRequest(const QByteArray &token, const std::function<void(const InstanceRequest &)> &function);

    const PrivateRuntimeDirectory m_runtime;
};

namespace {

// Records the calls that a window gets, in order, and the token that its platform would find.
struct Recorder
{
    Qt::WindowStates windowStates() const { return Qt::WindowMinimized | Qt::WindowMaximized; }
    void setWindowStates(Qt::WindowStates states) { note(states == Qt::WindowMaximized ? "restore" : "?"); }
    void setVisible(bool visible) { note(visible ? "show" : "hide"); }
    void raise() { note("raise"); }
    void requestActivate() { note("activate"); }
    quintptr winId() const { return 1; }

    void note(const char *call) { calls += QByteArray(call) + ':' + qgetenv("XDG_ACTIVATION_TOKEN"); }

    QByteArrayList calls;
};

} // namespace

void tst_ActivateWindow::initTestCase()
{
    QCOMPARE(QGuiApplication::platformName(), QStringLiteral("offscreen"));
}

void tst_ActivateWindow::withRequest(const QByteArray &token,
                                     const std::function<void(const InstanceRequest &)> &function)
{
    SingleInstance primary(uniqueName());
    QVERIFY(primary.isPrimary());
    int requests = 0;
    connect(&primary, &SingleInstance::requestReceived, this, [&](const InstanceRequest &request) {
        ++requests;
        function(request);
    });
    Instance secondary(primary.id());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DESKTOP_STARTUP_ID"));
    environment.insert(QStringLiteral("XDG_ACTIVATION_TOKEN"), QString::fromUtf8(token));
    secondary.process.setProcessEnvironment(environment);
    QVERIFY(secondary.start().hasEnded());
    QCOMPARE(requests, 1);
}

void tst_ActivateWindow::window_isShownAndActive_data()
{
    QTest::addColumn<bool>("isVisible");
    QTest::addColumn<bool>("isMinimized");
    QTest::newRow("hidden") << false << false;
    QTest::newRow("behind another one") << true << false;
    QTest::newRow("minimized") << true << true;
}

void tst_ActivateWindow::window_isShownAndActive()
{
    QFETCH(const bool, isVisible);
    QFETCH(const bool, isMinimized);
    QWindow window;
    window.setWindowStates(isMinimized ? Qt::WindowMinimized : Qt::WindowNoState);
    window.setVisible(isVisible);
    QWindow other;
    other.show();
    other.requestActivate();
    QVERIFY(spinUntil([&] { return QGuiApplication::focusWindow() == &other; }));
    withRequest("token-1", [&](const InstanceRequest &request) { activateWindow(&window, request); });
    QVERIFY(spinUntil([&] { return QGuiApplication::focusWindow() == &window; }));
    QVERIFY(window.isVisible());
    QCOMPARE(window.windowStates(), Qt::WindowStates(Qt::WindowNoState));
}

void tst_ActivateWindow::token_isInTheEnvironmentDuringActivation()
{
    Recorder window;
    withRequest("token-2", [&](const InstanceRequest &request) { activateWindow(&window, request); });
    QCOMPARE(window.calls, QByteArrayList({ "restore:token-2", "show:token-2", "raise:token-2", "activate:token-2" }));
    QVERIFY(!qEnvironmentVariableIsSet("XDG_ACTIVATION_TOKEN")); // children do not inherit the token
    qputenv("XDG_ACTIVATION_TOKEN", "own");
    withRequest("token-3", [&](const InstanceRequest &request) { activateWindow(&window, request); });
    QCOMPARE(window.calls.last(), QByteArray("activate:token-3"));
    QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("own"));
}

void tst_ActivateWindow::noToken_changesNothing()
{
    Recorder window;
    qputenv("XDG_ACTIVATION_TOKEN", "own");
    activateWindow(&window, InstanceRequest());
    QCOMPARE(window.calls.last(), QByteArray("activate:own"));
    QCOMPARE(qgetenv("XDG_ACTIVATION_TOKEN"), QByteArray("own"));
}

void tst_ActivateWindow::noWindow_isIgnored()
{
    activateWindow(static_cast<QWindow *>(nullptr), InstanceRequest());
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    tst_ActivateWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_activatewindow.moc"
