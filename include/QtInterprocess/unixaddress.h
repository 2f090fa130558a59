// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

#if QTINTERPROCESS_HAS_UNIX || defined(Q_QDOC)

#    include <QtCore/qbytearray.h>
#    include <QtCore/qmetatype.h>
#    include <QtCore/qobjectdefs.h>
#    include <QtCore/qstring.h>

namespace QtInterprocess {

/*!
    The address of a Unix domain socket: a path, an abstract name of Linux, or unnamed.

    It is a value type that holds a type and bytes, and nothing else.

    For the kernel names are bytes. Paths are encoded as by QFile::encodeName(). Abstract names
    are used exactly as given, with exactly their length, and may contain any bytes.
*/
class QTINTERPROCESS_EXPORT UnixAddress
{
    Q_GADGET
    Q_PROPERTY(Type type READ type CONSTANT)
    Q_PROPERTY(QByteArray bytes READ bytes CONSTANT)

public:
    /*! The kind of an address. */
    enum class Type : int {
        Unnamed, //!< No name, as at the ends of a socket pair.
        Path, //!< A path in the file system.
        Abstract //!< An abstract name (Linux).
    };
    Q_ENUM(Type)

    /*! Constructs an unnamed address, as the ends of a socket pair have it. */
    UnixAddress() = default;

    /*!
        Returns the address of the file system path \a path. A relative path is resolved when it
        is used.

        All text that can become a QString is accepted as a path: \c{"x"}, QLatin1StringView,
        QStringView, and \c{a % b} with \c QT_USE_QSTRINGBUILDER. With \c QT_NO_CAST_FROM_ASCII,
        \c{"x"} does not compile.
    */
    static UnixAddress fromPath(const QString &path);

    /*! Returns the address of the path \a encodedPath, whose bytes are already encoded. */
    static UnixAddress fromPath(const QByteArray &encodedPath);
    /*! Returns the address of the path \a path, which is any other kind of text. */
    template <typename Text, std::enable_if_t<Private::isText<Text>, bool> = true>
    static UnixAddress fromPath(const Text &path)
    {
        return fromPath(Private::toQString(path));
    }
    /*! \internal Rejects text that \c QT_NO_CAST_FROM_ASCII forbids. */
    template <typename Text, std::enable_if_t<Private::isForbiddenText<Text>, bool> = true>
    static UnixAddress fromPath(const Text &path) = delete;

    /*!
        Returns the address of the abstract name \a name, without the leading zero byte of
        \c sun_path. Linux only.
    */
    static UnixAddress abstract(const QByteArray &name);

    /*! Returns the kind of the address. */
    Type type() const noexcept { return m_type; }

    /*! Returns the path or the name as bytes, with nothing added. */
    QByteArray bytes() const { return m_bytes; }

    /*!
        Returns the address as text for people; empty if unnamed.

        The text is the path, or \c @name. Bytes of an abstract name that are not printable ASCII
        appear as \c {\xNN}.
    */
    QString toString() const;

    /*!
        Returns the longest path in bytes that \c sockaddr_un holds on this system (107 on Linux).

        On Linux longer paths work too, up to the limits of the file system.
    */
    static int maximumPathLength() noexcept;

    /*! Returns the longest abstract name in bytes; 0 on systems without abstract names. */
    static int maximumAbstractLength() noexcept;

    /*! Returns \c true if \a a and \a b have the same type and bytes. */
    friend bool operator==(const UnixAddress &a, const UnixAddress &b) noexcept
    {
        return a.m_type == b.m_type && a.m_bytes == b.m_bytes;
    }
    /*! Returns \c true if \a a and \a b differ. */
    friend bool operator!=(const UnixAddress &a, const UnixAddress &b) noexcept { return !(a == b); }

private:
    UnixAddress(Type type, const QByteArray &bytes) : m_type(type), m_bytes(bytes) { }

    Type m_type = Type::Unnamed;
    QByteArray m_bytes;
};

} // namespace QtInterprocess

#else
#    error "UnixAddress is for Unix only. The portable class is QtInterprocess::LocalName."
#endif
