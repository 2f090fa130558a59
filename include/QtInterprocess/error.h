// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/credentials.h>
#include <QtInterprocess/global.h>

#include <QtCore/qmetatype.h>
#include <QtCore/qobjectdefs.h>
#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

#include <type_traits>

namespace QtInterprocess {

class ErrorData;
class ErrorText;

/*!
    What went wrong: a code to decide by, the operating system's own number, the operation, and what it was about.

    A value type, implicitly shared and as large as a pointer; a default-constructed Error means "no error" and
    costs nothing. It is \c true in a condition when there is an error:

    \code
    if (!server.listen(name))
        qWarning() << server.error().message();
    // listen on "/run/user/1000/app": the name is in use by process 4711
    \endcode

    Compare with a code to decide what to do: \c {if (server.error() == Error::NameInUse)}.
*/
class QTINTERPROCESS_EXPORT Error
{
    Q_GADGET
    Q_PROPERTY(bool isError READ isError CONSTANT)
    Q_PROPERTY(QtInterprocess::Error::Code code READ code CONSTANT)
    Q_PROPERTY(int nativeCode READ nativeCode CONSTANT)
    Q_PROPERTY(QString operation READ operation CONSTANT)
    Q_PROPERTY(QString subject READ subject CONSTANT)
    Q_PROPERTY(QString message READ message CONSTANT)

public:
    enum Code : int {
        NoError,
        NotFound, //!< Nothing has that name: no server was ever there, or it removed its name.
        ConnectionRefused, //!< The name is there, but nobody listens behind it.
        NameInUse, //!< A living server owns the name; where it is known, message() tells its process id.
        NameTooLong, //!< More bytes than this system can be made to take; message() tells the limit.
        InvalidName, //!< Not a name, or something that is not ours is in its place. It has been left alone.
        AccessDenied, //!< The operating system or the check of the peer's credentials said no.
        TimedOut, //!< The deadline passed first.
        PeerClosed, //!< The other end went away with bytes of ours unread or unsent.
        ResourceExhausted, //!< Out of descriptors, memory or buffers. Servers pause and go on by themselves.
        InvalidOperation, //!< Not possible in this state; nothing has changed.
        Unsupported, //!< This platform does not have it; see the table of the class.
        MessageTooLarge, //!< The message is larger than the transport or the set limit takes. Nothing was sent.
        PartialMessage, //!< Only a part of the message could be sent, or has come.
        InvalidMessage, //!< What has come is not what was agreed on.
        NameLost, //!< The name that this server or socket had belongs to somebody else now; new peers cannot reach it.
        OtherError, //!< Anything else; nativeCode() tells.
    };
    Q_ENUM(Code)

    Error() noexcept;
    Error(Code code, int nativeCode, const QString &operation, const QString &subject = QString(),
          const QString &detail = QString());
    /*! \internal Text is ErrorText. */
    template <typename Text, typename = std::enable_if_t<std::is_same_v<Text, ErrorText>>>
    Error(Code code, int nativeCode, const QString &operation, const QString &subject, const Text &detail);
    Error(const Error &other) noexcept;
    Error(Error &&other) noexcept;
    Error &operator=(const Error &other) noexcept;
    Error &operator=(Error &&other) noexcept;
    ~Error();

    /*! Returns \c true if there is an error. */
    explicit operator bool() const noexcept { return isError(); }
    bool isError() const noexcept { return d.constData() != nullptr; }

    Code code() const noexcept;

    /*! \c errno or \c GetLastError() as it was; 0 if no system call failed. */
    int nativeCode() const noexcept;

    /*! What was being done, in English and made to be followed by subject(): "listen on", "connect to", "write to". */
    QString operation() const;

    /*! The name or path it was done to; empty for what has no name. */
    QString subject() const;

    /*!
        One sentence for people: \c {operation "subject": reason}.

        It is in the language of the QTranslator that is installed when message() is called, and in English without one. An
        error keeps its English text, so a language that is chosen later counts as well, and errors that are equal in one language are
        equal in all. See docs/translations.md.
    */
    QString message() const;

    /*!
        The last part of message(), translated as message() is: the cause, and after a semicolon what to do.

        The operating system's own text follows in brackets where it adds something. It stands alone where the library knows
        nothing better. docs/errors.md explains each code.
    */
    QString reason() const;

    /*!
        The process that stands in the way, if it is known; all empty otherwise. Errors of SingleInstance have the primary here. Errors that
        differ in nothing else are equal.
    */
    PeerCredentials peer() const;

    /*! Returns this error with \a subject in place of subject(). */
    Error withSubject(const QString &subject) const;

    /*! Returns this error with \a peer in place of peer(). */
    Error withPeer(const PeerCredentials &peer) const;

    friend bool operator==(const Error &a, const Error &b) noexcept { return a.equals(b); }
    friend bool operator!=(const Error &a, const Error &b) noexcept { return !a.equals(b); }
    friend bool operator==(const Error &error, Code code) noexcept { return error.code() == code; }
    friend bool operator!=(const Error &error, Code code) noexcept { return error.code() != code; }
    friend bool operator==(Code code, const Error &error) noexcept { return error.code() == code; }
    friend bool operator!=(Code code, const Error &error) noexcept { return error.code() != code; }

private:
    friend class ErrorText;
    bool equals(const Error &other) const noexcept;

    QSharedDataPointer<ErrorData> d;
};

/*! Writes message() in English, as logs are, whatever QTranslator is installed; "no error" without one. */
QTINTERPROCESS_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace QtInterprocess

Q_DECLARE_METATYPE(QtInterprocess::Error)
