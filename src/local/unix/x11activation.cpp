// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Asks an X11 window manager to activate a window, with the time of the user's action elsewhere.
// Qt's plugin sends the time of its own last event, which is too old. If that plugin is loaded, so
// is libxcb.

#include "local/session.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlibrary.h>
#include <QtCore/qvariant.h>

#include <cstdlib>
#include <memory>
#include <optional>

namespace QtInterprocess::local {

namespace {

// The ClientMessage event of the X11 protocol.
struct ClientMessage
{
    quint8 type = 33;
    quint8 format = 32; // in bits
    quint16 sequence = 0;
    quint32 window = 0;
    quint32 message = 0; // an atom
    quint32 data[5] = {};
};
static_assert(sizeof(ClientMessage) == 32);

// The common part of replies: the third word is the answer.
struct Reply
{
    quint32 head;
    quint32 length;
    quint32 answer;
};

// The libxcb functions, and a connection.
class X11
{
public:
    X11()
    {
        if (m_connect && m_disconnect && m_hasError && m_internAtom && m_internAtomReply && m_queryTree
            && m_queryTreeReply && m_sendEvent && m_flush)
            m_connection = m_connect(nullptr, nullptr);
    }
    ~X11()
    {
        if (m_connection) // also after a failed connection
            m_disconnect(m_connection);
    }

    void send(quint32 window, const char *name, quint32 time)
    {
        if (!m_connection || m_hasError(m_connection))
            return;
        const Answer atom(
            m_internAtomReply(m_connection, m_internAtom(m_connection, 0, quint16(qstrlen(name)), name), nullptr));
        const Answer tree(m_queryTreeReply(m_connection, m_queryTree(m_connection, window), nullptr));
        if (!atom || !tree)
            return;
        ClientMessage message;
        message.window = window;
        message.message = atom->answer;
        message.data[0] = 1; // from a program, not from a pager
        message.data[1] = time;
        constexpr quint32 ToWindowManager = 0x180000; // SubstructureRedirect and SubstructureNotify
        m_sendEvent(m_connection, 0, tree->answer, ToWindowManager, reinterpret_cast<const char *>(&message));
        m_flush(m_connection);
    }

private:
    Q_DISABLE_COPY_MOVE(X11)

    struct Cookie
    {
        unsigned int sequence;
    };
    struct Free
    {
        void operator()(Reply *reply) const noexcept { std::free(reply); }
    };
    using Answer = std::unique_ptr<Reply, Free>;

    template <typename Function>
    Function *resolve(const char *name)
    {
        return reinterpret_cast<Function *>(m_library.resolve(name));
    }

    QLibrary m_library { QStringLiteral("xcb"), 1 };
    void *(*m_connect)(const char *, int *) = resolve<void *(const char *, int *)>("xcb_connect");
    void (*m_disconnect)(void *) = resolve<void(void *)>("xcb_disconnect");
    int (*m_hasError)(void *) = resolve<int(void *)>("xcb_connection_has_error");
    Cookie (*m_internAtom)(void *, quint8, quint16,
                           const char *) = resolve<Cookie(void *, quint8, quint16, const char *)>("xcb_intern_atom");
    Reply *(*m_internAtomReply)(void *, Cookie,
                                void **) = resolve<Reply *(void *, Cookie, void **)>("xcb_intern_atom_reply");
    Cookie (*m_queryTree)(void *, quint32) = resolve<Cookie(void *, quint32)>("xcb_query_tree");
    Reply *(*m_queryTreeReply)(void *, Cookie,
                               void **) = resolve<Reply *(void *, Cookie, void **)>("xcb_query_tree_reply");
    Cookie (*m_sendEvent)(void *, quint8, quint32, quint32, const char *) =
        resolve<Cookie(void *, quint8, quint32, quint32, const char *)>("xcb_send_event");
    int (*m_flush)(void *) = resolve<int(void *)>("xcb_flush");
    void *m_connection = nullptr;
};

// Parses "…_TIME12345" of the startup notification protocol.
std::optional<quint32> timeOf(const QByteArray &token)
{
    constexpr char Mark[] = "_TIME";
    const qsizetype mark = token.lastIndexOf(Mark);
    bool isNumber = false;
    const quint32 time = mark < 0 ? 0 : token.mid(mark + qsizetype(qstrlen(Mark))).toUInt(&isNumber);
    return isNumber ? std::optional(time) : std::nullopt;
}

} // namespace

void activateByTime(quintptr windowId, const QByteArray &token)
{
    const auto time = timeOf(token);
    const QCoreApplication *const application = QCoreApplication::instance();
    if (time && application && application->property("platformName").toString() == QLatin1String("xcb"))
        X11().send(quint32(windowId), "_NET_ACTIVE_WINDOW", *time);
}

} // namespace QtInterprocess::local
