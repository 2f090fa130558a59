// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/instancerequest.h>

#include <QtCore/qnamespace.h>

namespace QtInterprocess {

namespace Private {

// Makes the token of a launch what the platform plugin of Qt uses for the next activation, as long as this lives.
class QTINTERPROCESS_EXPORT ActivationScope
{
public:
    explicit ActivationScope(const QString &token);
    ~ActivationScope();

    // For the plugin that does not look for a token.
    void activate(quintptr windowId) const;

private:
    Q_DISABLE_COPY_MOVE(ActivationScope)

    const QByteArray m_token;
    const QByteArray m_earlier;
};

} // namespace Private

/*!
    Brings \a window of a primary to the front for \a request: shows it, restores it if it is minimized, raises it, and gives it the focus.

    \code
    connect(&instance, &SingleInstance::requestReceived, &window, [&](const InstanceRequest &request) {
        window.open(request.arguments());
        activateWindow(window.windowHandle(), request); // of a QWidget; a QQuickWindow is a QWindow
    });
    \endcode

    Window systems give the focus to a program only for something that the user has just done, which was in another process here:

    \table
    \header \li platform \li how this one may have the focus
    \row    \li Wayland  \li the token of InstanceRequest::activationToken(), by \c xdg-activation
    \row    \li X11      \li the time in that token, by \c _NET_ACTIVE_WINDOW
    \row    \li Windows  \li the secondary allows it (\c AllowSetForegroundWindow) before it forwards the request
    \row    \li others   \li they do not ask
    \endtable

    A launcher gives the token to the program that it starts; a shell in a terminal has none to give. Without one the desktop may mark the
    window instead, in its list of windows. Call it in the slot of requestReceived(), because a token is valid for some seconds.

    \a Window is QWindow or a subclass. Include its header: this one is for programs that link Qt Gui, and the library does not. A null window is
    ignored. Thread: that of the window. Does not block, except that X11 is asked for the place of the window.
*/
template <typename Window>
void activateWindow(Window *window, const InstanceRequest &request)
{
    if (!window)
        return;
    const Private::ActivationScope scope(request.activationToken());
    window->setWindowStates(window->windowStates() & ~Qt::WindowMinimized);
    window->setVisible(true);
    window->raise();
    window->requestActivate();
    scope.activate(quintptr(window->winId()));
}

} // namespace QtInterprocess
